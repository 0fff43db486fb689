"""Access control: requests need the key and must come from the page itself."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
"""The host names by which a browser on this machine may address the server."""

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class AccessMiddleware:
    """Middleware that passes allowed requests to *app*.

    Attributes:
        key: The first part of every path of the page, new at each start.
        is_public: True if the server listens beyond loopback. Other machines may know it by any
            name, so the Host header is then not checked.
    """

    app: ASGIApp
    key: str
    is_public: bool = False

    HEADERS: ClassVar[dict[str, str]] = {
        "content-security-policy": _CONTENT_SECURITY_POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cache-control": "no-store",
    }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on an allowed request; refuse any other."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope["method"], scope["path"], Headers(scope=scope))
        if refusal:
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _refusal(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        """Return status and message of a refusal, None for an allowed request."""
        if not self.is_public and _hostname(headers.get("host", "")) not in LOOPBACK_NAMES:
            return 421, "This server is not known by that name.\n"
        given_key = path.split("/")[1]
        if not secrets.compare_digest(given_key.encode(), self.key.encode()):
            return 404, "The address is the one that was printed at the start.\n"
        return None if self._is_own(method, headers) else (403, "This page is not yours.\n")

    def _is_own(self, method: str, headers: Headers) -> bool:
        """Return True if the page sent the request, or a user opened it from elsewhere.

        The browser states the sender in Origin and Sec-Fetch-Site; other programs send neither.
        """
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{headers.get('host', '')}":
            return False
        if headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
            return True
        return method == "GET" and headers.get("sec-fetch-mode") == "navigate"


def _hostname(host: str) -> str | None:
    """Return the name in a Host header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
