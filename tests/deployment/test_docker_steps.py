"""The steps of the Dockerfile, run in roots of Debian 12, make an image that serves.

Docker builds nothing here: its isolation, its layers, and the base image itself are not tested.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in
from tests.bot.serving import answers as replies
from tests.deployment.dockerfile import Build, Image
from tests.deployment.roots import Place, Root, send

REPOSITORY = Path(__file__).parents[2]

QUESTION = "流量思维有什么问题？"


@pytest.fixture(scope="module")
def image(debian: Root, workshop: Path) -> Image:
    """The Dockerfile's result, with Debian's Python in place of that of its base image."""
    bases: list[Root] = []

    def make_base(_: str) -> Root:
        base = debian.copy(workshop / f"stage-{len(bases)}")
        (base.folder / "usr/local/bin/python").symlink_to("/usr/bin/python3")
        bases.append(base)
        return base

    return Build(REPOSITORY, make_base).run()


@pytest.fixture
def data(workshop: Path, image: Image) -> Path:
    """A volume, with the owner and the mode that it has from the image."""
    folder = workshop / "data"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(image.root.folder / "data", folder)
    user, group = map(int, image.user.split(":"))
    os.chown(folder, user, group)
    return folder


@asynccontextmanager
async def started(image: Image, data: Path, **variables: str) -> AsyncIterator[Process]:
    """Run the image as it is run without arguments; what is left at the end is killed."""
    place = image.place(data, **variables)
    line, environment = image.root.command(place, *image.entrypoint, *image.command)
    process = await asyncio.create_subprocess_exec(*line, env=environment, stderr=DEVNULL)
    try:
        yield process
    finally:
        if process.returncode is None:
            send(process.pid, signal.SIGKILL)
            await process.wait()


async def answers(address: str) -> bool:
    """Return True once an address answers with 200, which takes half a minute at most."""
    for _ in range(300):
        try:
            with await asyncio.to_thread(urlopen, address) as response:
                return bool(response.status == 200)
        except (URLError, ConnectionError):
            await asyncio.sleep(0.1)
    return False


def test_the_program_answers(image: Image, data: Path) -> None:
    """In a read-only root, as its own user, the image's program answers a question."""
    place = image.place(data)
    answer = json.loads(image.root.run(place, *image.entrypoint, "ask", "--json", QUESTION))

    assert answer["answered"]
    assert "uid=10001(yinju) gid=10001(yinju)" in image.root.run(place, "id")
    assert "Read-only" in image.root.run(
        place, "sh", "-c", "touch /home/yinju/x 2>&1; touch /opt/yinju/x 2>&1", is_checked=False
    )


def test_it_has_no_more_than_it_needs(image: Image, data: Path) -> None:
    """Neither sources nor lists of packages are left, and nothing is open to all for writing."""
    root = image.root.folder
    writable = image.root.run(
        image.place(data), "find", "/opt", "/home", "/data", "-perm", "-o+w", "!", "-type", "l"
    )

    assert not (root / "src").exists()
    assert not list((root / "var/lib/apt/lists").iterdir())
    assert "" == writable


async def test_it_serves_and_stops(image: Image, data: Path) -> None:
    """As the first process of its namespace it serves, is healthy, and ends at its stop signal."""
    backend = Backend()
    async with stand_in(backend) as address:
        variables = {"BOT_TOKEN": backend.token, "BOT_API_URL": address}
        async with started(image, data, **variables) as process:
            ready = await answers("http://127.0.0.1:9464/readyz")
            chat = Client(backend, backend.add_person("Ann"))
            chat.send(QUESTION)
            async with asyncio.timeout(30):
                while not sum(replies([chat]).values()):
                    await asyncio.sleep(0.1)
            place = image.place(data, **variables)
            healthy = await asyncio.to_thread(image.root.run, place, *image.health)
            doctor = await asyncio.to_thread(
                image.root.run, place, *image.entrypoint, "doctor", "--json"
            )
            send(process.pid, signal.Signals[image.signal])
            async with asyncio.timeout(10):
                status = await process.wait()

    assert ready
    assert "" == healthy
    assert 0 == status
    assert [] == [
        one for one in json.loads(doctor)["findings"] if one["state"] not in {"right", "skipped"}
    ]
    assert 10001 == (data / "journal.sqlite3").stat().st_uid


def test_it_is_unhealthy_when_nothing_runs(image: Image, data: Path) -> None:
    """The health check fails where nobody listens."""
    with pytest.raises(AssertionError, match="ended with 1"):
        image.root.run(image.place(data), *image.health)


@pytest.fixture(scope="module")
def tools(debian: Root, workshop: Path) -> Root:
    """A root with the programs that check the files of nginx and of Prometheus."""
    root = debian.copy(workshop / "tools")
    root.run(Place(), "apt-get", "update")
    root.run(
        *(Place(), "apt-get", "install", "--yes", "--no-install-recommends"),
        *("nginx-light", "openssl", "prometheus"),
    )
    shutil.copytree(REPOSITORY / "docs/deploy", root.folder / "etc/prometheus", dirs_exist_ok=True)
    return root


def test_nginx_accepts_its_file(tools: Root) -> None:
    """Debian's nginx finds no fault with the file, but for a line that it is too old for."""
    folder = tools.folder / "etc/nginx/certificates"
    folder.mkdir()
    tools.run(
        *(Place("/etc/nginx/certificates"), "openssl", "req", "-x509", "-newkey", "rsa:2048"),
        *("-nodes", "-subj", "/CN=localhost", "-keyout", "privkey.pem", "-out", "fullchain.pem"),
    )
    text = (REPOSITORY / "docs/deploy/nginx.conf").read_text("utf-8")
    text = text.replace("    http2 on;\n", "")  # Since nginx 1.25.1; Debian 12 has 1.22.
    (tools.folder / "etc/nginx/sites-enabled/default").unlink()
    (tools.folder / "etc/nginx/conf.d/default.conf").write_text(text, "utf-8")

    tools.run(Place(), "nginx", "-t")


def test_prometheus_accepts_its_files(tools: Root) -> None:
    """Prometheus's own checker finds no fault with the settings and the alerts."""
    printed = tools.run(Place(), "promtool", "check", "config", "/etc/prometheus/prometheus.yml")

    rules = (REPOSITORY / "docs/deploy/alerts.yml").read_text("utf-8").count("- alert:")
    assert f"{rules} rules found" in printed
