"""What the bot does about an update, a feature a module.

A feature is a small class: its collaborators in, a list of handlers out. Handlers translate: an
update becomes plain values, a use case answers with plain values, and those become a message.
"""

from __future__ import annotations

from typing import Any

from telegram.ext import BaseHandler

Handler = BaseHandler[Any, Any, Any]
