"""Roots of Debian 12, made by debootstrap, in which programs run as on a machine of their own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

RELEASE = "bookworm"

HOME = "/root"
"""The home folder of the administrator in a root."""

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

_WAY_OUT = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL")
"""Variables that lead to the registries of packages, where this machine needs any."""

_CERTIFICATES = "/etc/ssl/registries.pem"
"""The certificates that registries are known by, where PIP_CERT names some on this machine."""

_ENTER = """
set -e
mount --rbind /dev "$ROOT/dev"
mount -t proc proc "$ROOT/proc"
if test -n "$DATA"; then
    mount --bind "$ROOT" "$ROOT"
    mount --bind "$DATA" "$ROOT/data"
    mount -o remount,bind,ro "$ROOT"
    mount -t tmpfs tmpfs "$ROOT/tmp"
    mount --rbind /dev "$ROOT/dev"
    mount -t proc proc "$ROOT/proc"
fi
exec chroot --userspec="$USERSPEC" "$ROOT" /usr/bin/env -i -C "$FOLDER" "$@"
"""
"""Enters a root in namespaces of its own, in which the program is the first process."""


@dataclass(frozen=True, slots=True)
class Place:
    """The conditions under which a program runs in a root.

    Attributes:
        folder: Its working folder.
        user: Its user and group, by number.
        variables: Its environment.
        data: A folder of the host that is mounted at /data. The root is then read-only, but for
            /tmp, which is in memory.
    """

    folder: str = "/"
    user: str = "0:0"
    variables: Mapping[str, str] = field(default_factory=dict)
    data: Path | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """A root of Debian in a folder."""

    folder: Path

    def command(self, place: Place, *words: str) -> tuple[list[str], dict[str, str]]:
        """Return a command of the host that runs words in the root, and its environment."""
        known = {name: os.environ[name] for name in _WAY_OUT if name in os.environ}
        if (self.folder / _CERTIFICATES.lstrip("/")).exists():
            known["PIP_CERT"] = _CERTIFICATES
        variables = {"PATH": PATH, "HOME": HOME, "LANG": "C.UTF-8"} | known
        variables |= place.variables
        assignments = [f"{name}={value}" for name, value in variables.items()]
        namespaces = ("--mount", "--pid", "--fork")
        line = ["unshare", *namespaces, "sh", "-c", _ENTER, "sh", *assignments, *words]
        return line, os.environ | {
            "ROOT": str(self.folder),
            "DATA": str(place.data or ""),
            "USERSPEC": place.user,
            "FOLDER": place.folder,
        }

    def run(self, place: Place, *words: str, is_checked: bool = True) -> str:
        """Run a program to its end and return what it printed.

        Raises:
            AssertionError: It failed, and that is checked.
        """
        line, environment = self.command(place, *words)
        ran = subprocess.run(
            line, env=environment, capture_output=True, text=True, check=False, timeout=1800
        )
        if is_checked and ran.returncode:
            raise AssertionError(f"{words} ended with {ran.returncode}: {ran.stdout}{ran.stderr}")
        return ran.stdout

    def copy(self, folder: Path) -> Root:
        """Return a copy of the root in another folder."""
        subprocess.run(["cp", "--archive", self.folder, folder], check=True)  # noqa: S607
        return Root(folder)


def make_root(folder: Path, packages: Sequence[str]) -> Root:
    """Make a root of Debian with the least that there is, and some packages.

    Raises:
        subprocess.CalledProcessError: It cannot be made, as without a network.
    """
    subprocess.run(
        [
            *("debootstrap", "--variant=minbase", f"--include={','.join(packages)}"),
            *(RELEASE, str(folder)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    # Debian's installer writes it, debootstrap does not.
    (folder / "etc/hosts").write_text("127.0.0.1 localhost\n::1 localhost\n", "utf-8")
    if certificates := os.environ.get("PIP_CERT"):
        shutil.copy(certificates, folder / _CERTIFICATES.lstrip("/"))
    return Root(folder)


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to the first process in the namespaces that a command has entered.

    A signal to the command itself would not reach it, nor would its end, as the user is another.
    """
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    for child in children:
        os.kill(int(child), number)
