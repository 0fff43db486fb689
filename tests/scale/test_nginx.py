"""nginx before two replicas, by the configurations of the repository."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.playground.standin.client import Client
from tests.bot.test_docs import REPOSITORY
from tests.scale.fleet import QUESTIONS, Fleet, fleet_behind
from tests.scale.nginx import free_port, make_certificate, names, nginx, taken

HOSTS = ("127.0.0.2", "127.0.0.3")
"""Addresses of the two replicas."""


@asynccontextmanager
async def of_compose(folder: Path, port: int, replicas: int) -> AsyncIterator[str]:
    """Yield docs/deploy/nginx.conf, which finds the replicas by one name."""
    text = (REPOSITORY / "docs/deploy/nginx.conf").read_text("utf-8")
    text = text.replace("    http2 on;\n", "")  # Since nginx 1.25.1; Debian 12 has 1.22.
    text = text.replace("    access_log off;\n", "")
    text = text.replace("listen 8443 ssl", f"listen 127.0.0.1:{port} ssl")
    text = text.replace("/etc/nginx/certificates", str(folder))
    text = text.replace("http://bot:8080", f"http://bot:{replicas}")
    async with names("bot", HOSTS) as server:
        yield text.replace("127.0.0.11", f"127.0.0.1:{server} ipv6=off")


@asynccontextmanager
async def of_documents(folder: Path, port: int, replicas: int) -> AsyncIterator[str]:
    """Yield the configuration in docs/scaling.md, which has the address of each replica."""
    document = (REPOSITORY / "docs/scaling.md").read_text("utf-8")
    (text,) = re.findall(
        r"^    upstream (?:.*\n)+?    }\n    server (?:.*\n)+?    }\n", document, re.MULTILINE
    )
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    text = text.replace("/etc/nginx/certificates", str(folder))
    for host, sample in zip(HOSTS, ("10.0.0.11:8080", "10.0.0.12:8080"), strict=True):
        text = text.replace(sample, f"{host}:{replicas}")
    yield text


@pytest.fixture(params=[of_compose, of_documents], ids=lambda one: one.__name__)
async def fleet(
    request: pytest.FixtureRequest, journal_url: str, tmp_path: Path, cache_folder: Path
) -> AsyncIterator[Fleet]:
    """A fleet without replicas behind nginx, which ends TLS."""
    port, replicas = free_port(), free_port(HOSTS[0])
    certificate = make_certificate(tmp_path / "certificates")
    (tmp_path / "nginx").mkdir()
    async with AsyncExitStack() as stack:
        servers = await stack.enter_async_context(
            request.param(certificate.parent, port, replicas)
        )
        await stack.enter_async_context(nginx(servers, port, tmp_path / "nginx"))
        fleet = await stack.enter_async_context(
            fleet_behind(
                f"https://127.0.0.1:{port}/updates",
                journal_url,
                tmp_path,
                cache_folder,
                ssl.create_default_context(cafile=certificate),
            )
        )
        fleet.hosts = tuple(f"{host}:{replicas}" for host in HOSTS)
        yield fleet


async def test_a_rolling_restart(fleet: Fleet, tmp_path: Path) -> None:
    """While replicas are restarted one after the other, each question is answered once."""
    end = asyncio.Event()
    async with AsyncExitStack() as stack:
        running = {}
        for host in fleet.hosts:
            running[host] = await stack.enter_async_context(AsyncExitStack())
            await running[host].enter_async_context(fleet.replica(host))
        asking = asyncio.create_task(fleet.ask_until(end))
        for host in fleet.hosts:
            await asyncio.sleep(1)
            await running[host].aclose()
            await asyncio.sleep(1)
            await running[host].enter_async_context(fleet.replica(host))
        await asyncio.sleep(1)
        end.set()
        await asking
        counts = await fleet.all_answered()

    assert set(counts) == {1}
    assert set(fleet.hosts) == set(taken(tmp_path / "nginx"))


async def test_a_replica_that_is_killed(fleet: Fleet, tmp_path: Path) -> None:
    """Nginx hands to the other replica what a killed one no longer takes."""
    first, second = fleet.hosts
    async with fleet.replica(first) as (served, _), fleet.replica(second):
        served.process.kill()
        await served.process.wait()
        for person in fleet.people:
            person.send(QUESTIONS[0])
        counts = await fleet.all_answered()

    assert [1] * 20 == counts
    assert {second} == set(taken(tmp_path / "nginx"))


async def test_articles_in_one_folder(fleet: Fleet) -> None:
    """Replicas that share a data folder answer from an article that one of them is sent."""
    admin, data = Client(fleet.backend, fleet.backend.people[7]), fleet.data_folder()
    text = "# 盐田\n\n一块盐田一年收两回盐，五月一回，九月一回。\n"
    async with AsyncExitStack() as stack:
        replicas = [
            await stack.enter_async_context(fleet.replica(host, data, watch="true"))
            for host in fleet.hosts
        ]
        preview = await fleet.answer_to(admin.send_document("盐田.md", text.encode()))
        admin.press(preview, "添加")
        for served, _ in replicas:
            await served.logged("[盐田]")  # Another reload may come before that of the article.
        sent = [person.send("盐田一年收几回盐") for person in fleet.people[:8]]
        found = [(await fleet.answer_to(one)).text for one in sent]

    assert [True] * 8 == ["五月一回，九月一回" in one for one in found]
