"""Actions of users reach the bot as they would from Telegram."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.standin.client import MAX_CLIENT_BYTES, Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.formatting import FormattedText
from bot.playground.standin.methods.profile import menu
from bot.playground.standin.model import Chat
from tests.bot.playground.conftest import ANN, GROUP, Bot


@pytest.fixture
def ann(bot: Bot) -> Client:
    """The client of the user."""
    return Client(bot.backend, bot.backend.people[ANN])


@pytest.fixture
def group(bot: Bot) -> Chat:
    """The group that Ann created and the bot is in."""
    return bot.backend.chats[GROUP]


async def test_an_unnamed_admin_writes_as_the_group(bot: Bot, ann: Client, group: Chat) -> None:
    """The sender is GroupAnonymousBot, and `sender_chat` is the group."""
    ann.send_anonymously("/ask x", group)

    (update,) = await bot.updates()
    assert "GroupAnonymousBot" == update["message"]["from"]["username"]
    assert group.id == update["message"]["sender_chat"]["id"]


async def test_a_channel_and_its_group(bot: Bot, ann: Client, group: Chat) -> None:
    """A post is forwarded to the discussion group, where users can also write as the channel."""
    bot.backend.reads_all_group_messages = True
    channel = bot.backend.add_channel("News", group)

    post = ann.publish("Read this", channel)
    ann.send_as(channel, "/ask x", group)

    forwarded, written = [update["message"] for update in await bot.updates()]
    assert forwarded["is_automatic_forward"]
    assert 777000 == forwarded["from"]["id"]
    assert (channel.id, post.id) == (
        forwarded["forward_origin"]["chat"]["id"],
        forwarded["forward_origin"]["message_id"],
    )
    assert ("Channel_Bot", channel.id) == (
        written["from"]["username"],
        written["sender_chat"]["id"],
    )
    channel.members[bot.backend.bot.id] = "administrator"
    ann.publish("And this", channel)
    assert "And this" == (await bot.updates())[0]["channel_post"]["text"]


async def test_forwarding(bot: Bot, ann: Client, group: Chat) -> None:
    """A forwarded message names its origin, also when it is forwarded again."""
    original = ann.send("why?", group)
    unnamed = ann.send_anonymously("and how?", group)

    first = ann.forward(original)
    ann.forward(first)
    ann.forward(unnamed)

    origins = [update["message"]["forward_origin"] for update in await bot.updates()]
    assert [ANN, ANN] == [origin["sender_user"]["id"] for origin in origins[:2]]
    assert group.id == origins[2]["sender_chat"]["id"]


async def test_captions_and_files(bot: Bot, ann: Client) -> None:
    """Text sent with a file is its caption, and the bot can download the file."""
    ann.send_document("a.txt", b"\xe4\xb8\x80", text="/ask x")

    (update,) = await bot.updates()
    message = update["message"]
    assert ("/ask x", "bot_command") == (
        message["caption"],
        message["caption_entities"][0]["type"],
    )
    assert "text" not in message
    file = (await bot.call("getFile", file_id=message["document"]["file_id"]))["result"]
    assert b"\xe4\xb8\x80" == (await bot.fetch(file["file_path"])).content


async def test_topics(bot: Bot, ann: Client) -> None:
    """A message in a topic replies by default to the message that opened the topic."""
    forum = bot.backend.add_group("Forum", ann.person, is_forum=True)
    forum.members[bot.backend.bot.id] = "administrator"
    topic = ann.open_topic(forum, "Books")
    first = ann.send("one", forum, topic=topic)
    ann.send("two", forum, reply_to=first)

    opening, one, two = [update["message"] for update in await bot.updates()]
    assert {"name": "Books", "icon_color": 0x6FB9F0} == opening["forum_topic_created"]
    assert "reply_to_message" not in opening
    assert (topic, topic) == (
        one["message_thread_id"],
        one["reply_to_message"]["message_id"],
    )
    assert first.id == two["reply_to_message"]["message_id"]
    assert first.reply_to is None


async def test_privacy_mode_and_media(bot: Bot, ann: Client, group: Chat) -> None:
    """In privacy mode a bot gets photos only if they mention it, but all service messages."""
    ann.send("", group, photo=[])
    ann.send("@yinju_bot what is this?", group, photo=[])
    Client(bot.backend, bot.backend.add_person("Bob")).join(group)
    ann.leave(group)

    named, joined, left = [update["message"] for update in await bot.updates()]
    assert "@yinju_bot what is this?" == named["caption"]
    assert "Bob" == joined["new_chat_members"][0]["first_name"]
    assert ANN == left["left_chat_member"]["id"]


async def test_what_is_gone(bot: Bot, ann: Client, group: Chat) -> None:
    """The bot can neither reply to a deleted message nor write to a deleted group."""
    sent = ann.send("/ask x", group)
    ann.delete(sent)
    reply = {"message_id": sent.id}
    assert not (await bot.call("sendMessage", chat_id=GROUP, text="x", reply_parameters=reply))[
        "ok"
    ]
    ann.delete_group(group)
    gone = await bot.call("sendMessage", chat_id=GROUP, text="x")

    assert "Forbidden: the group chat was deleted" == gone["description"]
    assert "left" == (await bot.updates())[-1]["my_chat_member"]["new_chat_member"]["status"]


async def test_reactions(bot: Bot, ann: Client) -> None:
    """Reactions of users are updates if the bot asks for them; its own is one known emoji."""
    await bot.call("getUpdates", allowed_updates=["message", "message_reaction"])
    said = (await bot.call("sendMessage", chat_id=ANN, text="x"))["result"]["message_id"]
    message = ann.private.messages[said]

    ann.react(message, "👍")
    ann.react(message)

    first, second = [update["message_reaction"] for update in await bot.updates()]
    assert ["👍"] == [one["emoji"] for one in first["new_reaction"]]
    assert (first["new_reaction"], []) == (second["old_reaction"], second["new_reaction"])

    async def react(*emoji: str) -> dict[str, Any]:
        reaction = [{"type": "emoji", "emoji": one} for one in emoji]
        return await bot.call(
            "setMessageReaction", chat_id=ANN, message_id=said, reaction=reaction
        )

    assert (await react("👀"))["ok"]
    assert "👀" == message.reactions[bot.backend.bot.id][0]["emoji"]
    assert "Bad Request: REACTION_INVALID" == (await react("引"))["description"]
    assert "Bad Request: REACTIONS_TOO_MANY" == (await react("👀", "👍"))["description"]


async def test_the_menu_that_a_client_shows(bot: Bot, ann: Client, group: Chat) -> None:
    """A client shows the commands of the narrowest scope, in the user's language if set."""
    bob = Client(bot.backend, bot.backend.add_person("Bob", "zh-hans"))

    async def offer(command: str, language: str = "", **scope: Any) -> None:
        commands = [{"command": command, "description": "x"}]
        reply = await bot.call(
            "setMyCommands", commands=commands, scope=scope or None, language_code=language
        )
        assert reply["ok"]

    def shown(client: Client, chat: Chat) -> list[str]:
        return [command["command"] for command in menu(bot.backend, chat, client.person)]

    await offer("all")
    assert ["all"] == shown(bob, group) == shown(bob, bob.private)
    await offer("groups", type="all_group_chats")
    await offer("zh", "zh", type="all_private_chats")
    await offer("admins", type="all_chat_administrators")
    assert (["groups"], ["zh"]) == (shown(bob, group), shown(bob, bob.private))
    assert (["admins"], ["all"]) == (shown(ann, group), shown(ann, ann.private))
    await offer("bob", type="chat_member", chat_id=GROUP, user_id=bob.person.id)
    assert ["bob"] == shown(bob, group)


async def test_a_bots_name_and_menu_button(bot: Bot) -> None:
    """By default the bot has the name it was created with, and the default menu button."""
    assert "引据" == (await bot.call("getMyName"))["result"]["name"]
    assert {"type": "default"} == (await bot.call("getChatMenuButton", chat_id=ANN))["result"]
    button = {"type": "commands"}
    assert (await bot.call("setChatMenuButton", chat_id=ANN, menu_button=button))["ok"]
    assert button == (await bot.call("getChatMenuButton", chat_id=ANN))["result"]


async def test_deleting_several(bot: Bot, ann: Client) -> None:
    """Messages that exist are deleted, and missing ones are skipped."""
    sent = [
        (await bot.call("sendMessage", chat_id=ANN, text=text))["result"]["message_id"]
        for text in "abc"
    ]
    assert (await bot.call("deleteMessages", chat_id=ANN, message_ids=[*sent[:2], 99]))["ok"]
    assert ["c"] == [message.text for message in ann.private.visible]


async def test_a_quotation_is_a_part_of_what_it_quotes(bot: Bot, ann: Client) -> None:
    """The position of a quote counts UTF-16 code units, as in Telegram."""
    said = bot.backend.post(ann.private, bot.backend.bot, FormattedText("😀 one two"))
    ann.send("why?", reply_to=said, quote="two")

    (update,) = await bot.updates()
    assert {"text": "two", "position": 7, "is_manual": True} == update["message"]["quote"]


async def test_an_album(bot: Bot, ann: Client) -> None:
    """Files that are sent together arrive one by one, with one id of their group."""
    ann.send_album({"a.txt": b"a", "b.txt": b"b"})

    first, second = [update["message"] for update in await bot.updates()]
    assert ("a.txt", "b.txt") == (first["document"]["file_name"], second["document"]["file_name"])
    assert first["media_group_id"] == second["media_group_id"]


async def test_a_file_without_a_name(bot: Bot, ann: Client) -> None:
    """A file without a name has none in its Document, and can be downloaded."""
    ann.send_document("", b"a")

    (update,) = await bot.updates()
    document = update["message"]["document"]
    file = (await bot.call("getFile", file_id=document["file_id"]))["result"]
    assert "file_name" not in document
    assert b"a" == (await bot.fetch(file["file_path"])).content


async def test_a_download_that_fails(bot: Bot, ann: Client) -> None:
    """A download fails by a fault that names it, and works again after that."""
    document = ann.send_document("a.txt", b"a").content["document"]
    path = (await bot.call("getFile", file_id=document["file_id"]))["result"]["file_path"]
    bot.backend.faults.add(Fault("server", 1, "download"))

    assert 502 == (await bot.fetch(path)).status_code
    assert b"a" == (await bot.fetch(path)).content


@pytest.mark.parametrize("size", [0, MAX_CLIENT_BYTES + 1])
async def test_files_that_no_client_sends(ann: Client, size: int) -> None:
    """A client sends no file that is empty or too large."""

    class Data(bytes):
        """Bytes that are said to be as many."""

        def __len__(self) -> int:
            """Return the number."""
            return size

    with pytest.raises(ValueError, match="a client sends files"):
        ann.send_document("a.txt", Data())
