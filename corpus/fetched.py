"""Files from the web, as they were downloaded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """A server's marks of one version of a file, by which it tells if there is a newer one."""

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request for a newer version."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in known.items() if value}


NO_VALIDATORS = Validators()
"""Those of a server that gives none."""


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A downloaded file: a name for it, and its bytes.

    `url` is the address at the end of all redirects, and `moved` the same if all are permanent.
    `content_type` is the header of that name.
    """

    name: str
    data: bytes
    url: str = ""
    moved: str = ""
    content_type: str = ""
    validators: Validators = NO_VALIDATORS
