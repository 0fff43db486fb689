"""The peak memory of this process."""

from __future__ import annotations

import sys

_KIB = 1024
_MIB = 1024 * _KIB


def peak_memory_mib() -> float | None:
    """Return the peak resident memory in MiB; None where the system does not report it.

    getrusage(2) counts `ru_maxrss` in bytes on macOS, elsewhere in KiB. Windows has no such call.
    """
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else _KIB
    return peak * unit / _MIB
