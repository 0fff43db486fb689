"""Thousands of generated and mutated updates: none fails unhandled, or is answered elsewhere."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot.playground.standin.backend import ApiCall, Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import JSON
from bot.playground.standin.server import stand_in
from bot.service.bootstrap import open_services
from bot.settings import Settings
from bot.telegram.application import connect
from bot.telegram.lanes import Lanes
from bot.telegram.valid_text import with_valid_text
from retrieval.text.analysis import Analyzer
from tests.updates import Sender, numbers, updates

BATCH = 25
"""Number of updates that are handled at a time."""

PART = 5_000
"""Number of updates after which all begins anew: hypothesis keeps every choice that it has made,
and the stand-in every message."""

PATIENCE = 60
"""Seconds after which a batch must have been handled."""

PEOPLE, GROUPS = 30, 15
ADMIN, BLOCKED = 101, 102
AT_REST = {"getme", "deletewebhook", "getupdates"}
"""Methods that no update causes."""

FAILED = ("handler failed", "Traceback", "journal write failed", "was never", "exception in")
EXPECTED = "cannot be parsed"


@dataclass
class Faults(logging.Handler):
    """What the log says of failures that nobody handled."""

    lines: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line that tells of a failure; count all."""
        text = logging.Formatter().format(record)
        self.counts[record.msg if EXPECTED in text else text] += 1
        if any(words in text for words in FAILED) and EXPECTED not in text:
            self.lines.append(text)


@dataclass
class Fuzzed:
    """A running application, and the chats and people that know it."""

    backend: Backend
    lanes: Lanes
    faults: Faults
    senders: list[Sender] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: count(1_000))

    async def handle(self, batch: list[tuple[Sender, JSON]]) -> list[ApiCall]:
        """Let the application handle updates, and return the calls that it made."""
        self.backend.calls.clear()
        for _, update in batch:
            self.backend.updates.repeat({"update_id": next(self.ids)} | update)
        async with asyncio.timeout(PATIENCE):
            while self._is_busy():
                await asyncio.sleep(0.002)
        return [call for call in self.backend.calls if call.method not in AT_REST]

    def question(self) -> tuple[Sender, JSON]:
        """Return a question that the articles answer."""
        sender = self.senders[-1]
        content = {
            "message_id": sender.number(),
            "date": int(time.time()),
            "text": "/ask 流量思维",
        }
        return sender, {"message": content | {"chat": sender.chat, "from": sender.person}}

    def _is_busy(self) -> bool:
        """Return True while an update is not confirmed, or has not ended."""
        return bool(self.backend.updates.pending or self.lanes._lanes)


@asynccontextmanager
async def running(analyzer: Analyzer, data_dir: Path, faults: Faults) -> AsyncIterator[Fuzzed]:
    """Run the application against the stand-in."""
    backend = Backend()
    people = [backend.add_person(f"p{number}", "zh-hans") for number in range(PEOPLE)]
    chats = [backend.private_chat(one) for one in people]
    for number in range(GROUPS):
        group = backend.add_group(f"g{number}", *people)
        group.members[backend.bot.id] = "administrator" if number % 2 else "member"
        chats.append(group)
    values = {"token": backend.token, "data_dir": data_dir, "admin_ids": str(ADMIN)}
    async with stand_in(backend) as address:
        limits = {
            "person_per_minute": 10**6,
            "chat_per_minute": 10**6,
            "blocked_ids": str(BLOCKED),
        }
        options = Settings.model_validate({**values, **limits, "api_url": address})
        stop = asyncio.Event()
        async with open_services(options, analyzer) as services:
            connection = connect(options, services)
            connection.application.post_init = connection.application.post_stop = None
            listening = asyncio.create_task(connection.listen(stop))
            try:
                yield await begin(backend, connection.intake._lanes, faults)
            finally:
                stop.set()
                await listening


async def begin(backend: Backend, lanes: Lanes, faults: Faults) -> Fuzzed:
    """Let a person ask in every chat, so that there are answers and buttons."""
    number, senders, buttons = numbers(1_000), [], set()
    fuzzed = Fuzzed(backend, lanes, faults)
    for chat, person in zip(backend.chats.values(), cycle(backend.people.values())):
        Client(backend, person).send("/ask 流量思维", chat)
    await fuzzed.handle([])
    for chat, person in zip(backend.chats.values(), cycle(backend.people.values())):
        *_, answer = chat.visible
        buttons |= {one.get("callback_data", "here") for row in answer.buttons for one in row}
        senders.append(Sender(person.as_json(), chat.as_json(), answer.as_json(), number))
    fuzzed.senders, fuzzed.buttons = senders, sorted(buttons)
    return fuzzed


def misdirected(batch: list[tuple[Sender, JSON]], calls: list[ApiCall]) -> list[str]:
    """Return the calls that are for another chat, message or query than an update's."""
    chats, messages, queries = set(), set(), set()
    for sender, update in batch:
        (content,) = with_valid_text(update).values()
        chat = _chat_of(content)
        chats |= {str(chat), str(sender.person["id"])}
        messages.add((str(sender.chat["id"]), str(sender.answer["message_id"])))
        if isinstance(content, dict):
            pressed = content.get("message")
            for message in (content, pressed if isinstance(pressed, dict) else {}):
                messages.add((str(chat), str(message.get("message_id"))))
            ids = [content.get(name) for name in ("id", "guest_query_id", "inline_message_id")]
            queries |= {one for one in ids if isinstance(one, str)}
    return [
        f"{call.method} { ({**call.parameters, 'text': '', 'reply_markup': ''}) }"
        for call in calls
        if not _is_answer(call, chats | {str(ADMIN)}, messages, queries)
    ]


def _chat_of(content: Any) -> Any:
    """Return the id of the chat that an update is in, or of that of its button's message."""
    for holder in (content, content.get("message") if isinstance(content, dict) else None):
        chat = holder.get("chat") if isinstance(holder, dict) else None
        if isinstance(chat, dict) and "id" in chat:
            return chat["id"]
    return None


def _is_answer(
    call: ApiCall, chats: set[str], messages: set[tuple[str, str]], queries: set[str]
) -> bool:
    """Return True if a call answers one of the updates."""
    given = call.parameters
    for name in ("inline_query_id", "callback_query_id", "guest_query_id", "inline_message_id"):
        if name in given:
            return str(given[name]) in queries
    scope = json.loads(given["scope"]) if isinstance(given.get("scope"), str) else given
    chat = str(scope.get("chat_id", given.get("chat_id")))
    replied = given.get("reply_parameters")
    if isinstance(replied, str):
        replied = json.loads(replied)
    if replied and (chat, str(replied["message_id"])) not in messages:
        return False
    return chat in chats


@pytest.fixture
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer as fast as the machine can, and try nothing again."""
    for name in ("PER_SECOND", "PER_GROUP_AND_MINUTE"):
        monkeypatch.setattr(f"bot.telegram.throttle.{name}", 1_000_000)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_updates(
    analyzer: Analyzer, tmp_path: Path, request: pytest.FixtureRequest, unpaced: None
) -> None:
    """No update fails unhandled or is answered in another chat, and the bot answers after all."""
    wanted = request.config.getoption("--updates")
    handled: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for part, first in enumerate(range(0, wanted, PART)):
        faults = Faults()
        logging.getLogger().addHandler(faults)
        try:
            with asyncio.Runner() as runner:
                opened = running(analyzer, tmp_path / str(part), faults)
                fuzzed = runner.run(opened.__aenter__())
                try:
                    handled += fuzz(runner, fuzzed, min(PART, wanted - first), part)
                finally:
                    runner.run(opened.__aexit__(None, None, None))
        finally:
            logging.getLogger().removeHandler(faults)
            gc.collect()  # What a part leaves refers to itself, and would stay for long.
        counts += faults.counts
        print(f"\n{min(first + PART, wanted)} updates, the last of them by the seed {part}")  # noqa: T201
    print(f"\n{handled}\n{counts}")  # noqa: T201


def fuzz(runner: asyncio.Runner, fuzzed: Fuzzed, wanted: int, part: int) -> Counter[str]:
    """Let an application handle updates drawn by a seed; return what came and was called."""
    handled: Counter[str] = Counter()
    failures: list[object] = []
    runner.get_loop().set_exception_handler(lambda _, context: failures.append(context))
    drawn = updates(fuzzed.senders, fuzzed.buttons)

    @seed(part)
    @settings(
        max_examples=wanted // BATCH,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(batch=st.lists(drawn, min_size=BATCH, max_size=BATCH))
    def check(batch: list[tuple[Sender, JSON]]) -> None:
        fuzzed.faults.lines.clear()
        calls = runner.run(fuzzed.handle(batch))
        handled.update(kind for _, update in batch for kind in update)
        handled.update(call.method for call in calls)

        assert [] == fuzzed.faults.lines
        assert [] == failures
        assert [] == misdirected(batch, calls)

    check()
    (asked,) = runner.run(fuzzed.handle([fuzzed.question()]))
    assert "<blockquote" in str(asked.parameters)
    return handled


@pytest.mark.parametrize(
    ("method", "parameters", "is_elsewhere"),
    [
        ("sendmessage", {"chat_id": 5, "reply_parameters": '{"message_id": 8}'}, False),
        ("sendmessage", {"chat_id": 6}, True),
        ("sendmessage", {"chat_id": 5, "reply_parameters": '{"message_id": 9}'}, True),
        ("answercallbackquery", {"callback_query_id": "9"}, True),
        ("setmycommands", {"scope": '{"type": "chat", "chat_id": 6}'}, True),
    ],
)
def test_an_answer_elsewhere_is_noticed(
    method: str, parameters: JSON, *, is_elsewhere: bool
) -> None:
    """A call for a chat, a message or a query that no update named counts as misdirected."""
    person, chat = {"id": 5}, {"id": 5, "type": "private"}
    sender = Sender(person, chat, {"message_id": 7}, numbers(1))
    batch: list[tuple[Sender, JSON]] = [(sender, {"message": {"message_id": 8, "chat": chat}})]

    assert is_elsewhere == bool(misdirected(batch, [ApiCall(method, parameters, None)]))
