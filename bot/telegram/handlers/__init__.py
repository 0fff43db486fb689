"""Handlers of updates, one module per feature.

A feature is a small class that takes its collaborators and offers a list of handlers. A handler
translates an update to plain values, calls the layers below, and renders their result.
"""

from __future__ import annotations

from typing import Any

from telegram.ext import BaseHandler, filters

Handler = BaseHandler[Any, Any, Any]

TYPED = filters.UpdateType.MESSAGE & ~filters.FORWARDED
"""Matches new messages in the sender's own words: a forwarded command is somebody else's."""
