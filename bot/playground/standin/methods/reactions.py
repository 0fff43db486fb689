"""Methods that react to messages."""

from __future__ import annotations

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.methods.arguments import Arguments, bot_method

MAX_BOT_REACTIONS = 1
"""Maximum number of reactions of a bot to one message."""

EMOJI = frozenset(
    """
    👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊
    🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋
    🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃
    💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡
    """.split()  # noqa: SIM905 - a list of seventy strings reads worse
)
"""The emoji of a ReactionTypeEmoji."""


@bot_method
def set_message_reaction(backend: Backend, arguments: Arguments) -> bool:
    """Change the bot's reaction to a message, or remove it if none is given; return True."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    message = chat.message(arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    reactions = arguments.json("reaction") or []
    if len(reactions) > MAX_BOT_REACTIONS:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.get("emoji", "").rstrip("\ufe0f") not in EMOJI for one in reactions):
        raise bad_request("REACTION_INVALID")
    message.reactions[backend.bot.id] = reactions
    backend.notify("edited", message)
    return True
