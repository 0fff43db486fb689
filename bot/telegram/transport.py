"""The HTTP client for direct connections, which takes a third of the library's own time."""

from __future__ import annotations

import json
import ssl
from typing import Any

import aiohttp
import certifi
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_SECONDS = 5.0
"""Seconds for connecting and for receiving, as the library's own client has."""

_POOL_SECONDS = 30.0
"""Seconds that a request waits for a free connection."""

_JSON = "application/json"
_encode = json.JSONEncoder(ensure_ascii=False).encode


class DirectRequest(BaseRequest):
    """HTTP client without a proxy.

    Args:
        connections: Maximum number of connections.
    """

    def __init__(self, connections: int = 1) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._is_closed = False

    @property
    def read_timeout(self) -> float:
        """Seconds for receiving a response."""
        return _SECONDS

    async def initialize(self) -> None:
        """Open the client, which a request does as well unless it was closed."""
        self._is_closed = False
        if self._session is None:
            context = ssl.create_default_context(cafile=certifi.where())
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ssl=context),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        self._is_closed = True
        if self._session:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the client has none
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a request and return the status and the body of its response.

        Raises:
            TimedOut: It took too long.
            NetworkError: The connection failed.
            RuntimeError: The client is closed.
        """
        if self._is_closed:
            raise RuntimeError("the client is closed")
        if self._session is None:
            await self.initialize()
        assert self._session  # noqa: S101 - for the type checker
        timeout = aiohttp.ClientTimeout(
            connect=_seconds(pool_timeout, _POOL_SECONDS),
            sock_connect=_seconds(connect_timeout, _SECONDS),
            sock_read=_seconds(read_timeout, _SECONDS),
        )
        data, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=data, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error


def _seconds(given: Any, default: float) -> float | None:
    if given is BaseRequest.DEFAULT_NONE:
        return default
    return float(given) if given is not None else None


def _body(request_data: RequestData | None) -> tuple[Any, dict[str, str]]:
    """Return the parameters of a request, as a form if there are files, and its headers.

    A form without files would be three times as long in Chinese, and slow to encode.
    """
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return _encode(request_data.parameters).encode(), {"Content-Type": _JSON}
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}
