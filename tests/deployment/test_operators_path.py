"""The commands of docs/operations.md, one after another, in an empty root of Debian 12.

What systemd would start is started by its unit's command line, as its user and with its
environment; Telegram is the stand-in.
"""

from __future__ import annotations

import asyncio
import configparser
import json
import re
import shutil
import signal
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in
from tests.bot.serving import answers
from tests.deployment.roots import HOME, Place, Root, send

REPOSITORY = Path(__file__).parents[2]

CLONE = Place(f"{HOME}/yinju")

PATIENCE = 120

MIGRATION = '''"""A table, as a later version may have it."""

from alembic import op
import sqlalchemy as sa

revision = "9000"
down_revision = "{newest}"


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
'''


def commands(heading: str) -> list[str]:
    """Return the commands of a section of docs/operations.md: the lines of its indented blocks."""
    page = (REPOSITORY / "docs/operations.md").read_text("utf-8")
    section = re.split(rf"^#+ {heading}$", page, flags=re.MULTILINE)[1]
    section = re.split(r"^#+ ", section, flags=re.MULTILINE)[0]
    return re.findall(r"^ {4}(\S.*)$", section, re.MULTILINE)


class Machine:
    """A root in which an operator gives commands; systemctl is carried out by this process."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self._bot: Process | None = None

    async def give(self, *lines: str) -> str:
        """Give commands in the clone, and return what the last one printed.

        Raises:
            AssertionError: One failed.
        """
        printed = ""
        for line in lines:
            words = line.split()
            if words[0] == "systemctl":
                await self._control(words[1])
            elif words[0] != "journalctl":
                printed = await asyncio.to_thread(self.root.run, CLONE, "sh", "-ec", line)
        return printed

    async def stop(self) -> None:
        """End the bot as systemd does, if it runs."""
        if self._bot and self._bot.returncode is None:
            send(self._bot.pid, signal.SIGTERM)
            async with asyncio.timeout(20):
                assert 0 == await self._bot.wait()
        self._bot = None

    async def _control(self, verb: str) -> None:
        if verb in {"stop", "disable"}:
            await self.stop()
        else:
            assert self._bot is None
            line, environment = self.root.command(
                self._place(), *self._unit("ExecStart")[0].split()
            )
            self._bot = await asyncio.create_subprocess_exec(
                *line, env=environment, stderr=DEVNULL
            )

    def _place(self) -> Place:
        """Return where the unit runs: its folder, its user, its environment."""
        (name,), (folder,) = self._unit("User"), self._unit("WorkingDirectory")
        lines = (self.root.folder / "etc/passwd").read_text("utf-8").splitlines()
        (user,) = [line.split(":") for line in lines if line.startswith(f"{name}:")]
        pairs = (one.partition("=") for one in self._unit("Environment"))
        return Place(folder, f"{user[2]}:{user[3]}", {key: value for key, _, value in pairs})

    def _unit(self, name: str) -> list[str]:
        """Return the values of a setting of the unit, as it was installed."""
        file = self.root.folder / "etc/systemd/system/yinju.service"
        assert configparser.ConfigParser(strict=False, interpolation=None).read(file)
        return re.findall(rf"^{name}=(.*)$", file.read_text("utf-8"), re.MULTILINE)


@pytest.fixture
async def machine(debian: Root, workshop: Path, bundle: Path) -> AsyncIterator[Machine]:
    """A root with a clone of the repository, and nothing else."""
    folder = workshop / "operated"
    root = debian.copy(folder)
    shutil.copy(bundle, folder / "root/yinju.bundle")
    root.run(Place(HOME), "git", "clone", "--quiet", "yinju.bundle", "yinju")
    machine = Machine(root)
    yield machine
    await machine.stop()
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def answered(person: Client, question: str = "流量思维有什么问题？") -> None:
    """Ask, and wait until the question has been answered."""
    person.send(question)
    await all_answered(person)


async def all_answered(person: Client) -> None:
    """Wait until all that was asked has been answered."""
    async with asyncio.timeout(PATIENCE):
        while not all(answers([person]).values()):
            await asyncio.sleep(0.1)


async def test_from_deploying_to_removing(machine: Machine) -> None:
    """It is deployed, upgraded over a migration, restored, removed; questions are asked across."""
    backend = Backend()
    ann = Client(backend, backend.add_person("Ann", "zh-hans"))
    async with stand_in(backend) as address:
        await deploy(machine, f"BOT_TOKEN={backend.token}\nBOT_API_URL={address}\n", ann)
        await upgrade(machine, ann)
        await restore(machine, ann)
        await remove(machine)


async def deploy(machine: Machine, settings: str, ann: Client) -> None:
    """Deploy the bot; the doctor finds no error, and a question is answered."""
    *install, doctor, start, follow, check, stats = commands("Under systemd")
    await machine.give(*install)
    with (machine.root.folder / "etc/yinju/.env").open("a", encoding="utf-8") as file:
        file.write(settings)

    assert "0 errors" in await machine.give(doctor)
    await machine.give(start, follow)
    await answered(ann)
    await machine.give(check, stats)
    assert 1 == await questions(machine)


async def upgrade(machine: Machine, ann: Client) -> None:
    """Upgrade it to a version with another table; what is asked meanwhile is answered after."""
    backup, stop, *install, doctor, start = commands("Upgrade")
    await machine.give(backup)
    make_later(machine.root.folder / "root/yinju")
    await machine.give(stop)
    ann.send("金融科技为什么要成为基础设施？")
    await machine.give(*install)

    assert "of an earlier version; the next start migrates it" in await machine.give(doctor)
    await machine.give(start)
    await all_answered(ann)


async def restore(machine: Machine, ann: Client) -> None:
    """Restore a backup: what was recorded after it is gone, and questions are answered."""
    backup, *back = commands("Backup and restore")
    await machine.give(backup)
    counted = await questions(machine)
    await answered(ann, "什么是流量思维？")
    assert counted + 1 == await questions(machine)
    await machine.give(*back)

    assert counted == await questions(machine)
    await answered(ann, "产业互联网是什么？")


async def remove(machine: Machine) -> None:
    """Remove it: the data stay until they are deleted as well, and then nothing is left."""
    stop, program, user, data = commands("Uninstall")
    root = machine.root.folder
    await machine.give(stop, program, user)
    assert (root / "var/lib/yinju/journal.sqlite3").exists()
    await machine.give(data)

    places = ("opt/yinju", "etc/yinju", "etc/systemd/system/yinju.service", "var/lib/yinju")
    assert not [place for place in places if (root / place).exists()]
    assert "yinju" not in (root / "etc/passwd").read_text("utf-8")


async def questions(machine: Machine) -> int:
    """Return the number of questions in the journal, as the command line counts them."""
    printed = await machine.give(
        "cd /etc/yinju && runuser -u yinju -- /opt/yinju/bin/yinju journal stats --json"
    )
    return int(json.loads(printed)["messages"])


def make_later(clone: Path) -> None:
    """Change a clone as a later version would: another number, and another table."""
    folder = clone / "bot/journal/migrations/versions"
    newest = max(path.name for path in folder.glob("[0-9]*.py"))[:4]
    (folder / "9000_later.py").write_text(MIGRATION.format(newest=newest), "utf-8")
    module = clone / "bot/__init__.py"
    text = re.sub(r'(__version__ = ")[^"]+', r"\g<1>99.0", module.read_text("utf-8"))
    module.write_text(text, "utf-8")
