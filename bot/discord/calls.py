"""How answers to interactions travel: again where that cannot do a thing twice.

discord.py repeats every call that the service answers with a 5xx, and with it a message that was posted
all the same; it also lets nobody know how long to wait before the next call. These calls need no token
of the bot: the interaction's own is in the address, and never in an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import msgspec

from bot.ports import Clock
from bot.replies import Attachment

Json = dict[str, Any]

_TOO_MANY = 429
_SERVER_ERROR = 500
_CONNECT_SECONDS = 3.0
_SECONDS = 10.0
_PAUSES = (0.3, 1.0, 2.0)
_LONGEST_WAIT = 120.0
_MOST_WAITS = 5


class Refused(Exception):
    """The service does not take a call: HTTP status, and a code of its own."""

    def __init__(self, status: int, code: int, said: str) -> None:
        super().__init__(f"{status}, {code}: {said}" if code else f"{status}")
        self.status = status
        self.code = code


class Lost(Exception):
    """It is not known whether the service has carried out a call."""


class _NotSent(Lost):
    """The call did not reach the service."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """The service wants the call again in so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Calls:
    """Makes calls below an address of the REST API."""

    session: aiohttp.ClientSession
    root: str
    clock: Clock
    proxy: str | None = None

    async def make(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        files: Sequence[Attachment] = (),
        *,
        repeatable: bool = True,
    ) -> float:
        """Make a call; how many seconds the next of its kind has to wait. Raises ``Refused`` and ``Lost``.

        A call that may have been carried out is made again only if it is ``repeatable``.
        """
        pauses, waits = iter(_PAUSES), 0
        while True:
            try:
                answer = await self._make(method, path, body, files)
            except Lost as loss:
                pause = next(pauses, None)
                if pause is None or not (repeatable or isinstance(loss, _NotSent)):
                    raise
            else:
                if not isinstance(answer, _Wait):
                    return answer
                waits, pause = waits + 1, answer.seconds
                if waits > _MOST_WAITS or pause > _LONGEST_WAIT:
                    raise Refused(_TOO_MANY, 0, "too many calls")
            await self.clock.sleep(pause)

    async def _make(
        self, method: str, path: str, body: Json | None, files: Sequence[Attachment]
    ) -> float | _Wait:
        try:
            async with self.session.request(
                method,
                self.root + path,
                data=None if body is None else _payload(body, files),
                proxy=self.proxy,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=_SECONDS, sock_connect=_CONNECT_SECONDS),
            ) as response:
                return _answer(response, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise _NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Lost(type(error).__name__) from None


def _payload(body: Json, files: Sequence[Attachment]) -> aiohttp.BytesPayload | aiohttp.FormData:
    """The body as JSON, or with files as a form: https://discord.com/developers/docs/reference#uploading-files"""
    packed = msgspec.json.encode(body)
    if not files:
        return aiohttp.BytesPayload(packed, content_type="application/json")
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", packed.decode(), content_type="application/json")
    for number, file in enumerate(files):
        form.add_field(f"files[{number}]", file.text.encode(), filename=file.name)
    return form


def _answer(response: aiohttp.ClientResponse, data: bytes) -> float | _Wait:
    if response.status >= _SERVER_ERROR:
        raise Lost(f"the service answers {response.status}")
    headers = response.headers
    if response.ok:
        spent = headers.get("X-RateLimit-Remaining") == "0"
        return float(headers.get("X-RateLimit-Reset-After", 0)) if spent else 0.0
    said = _said(data)
    # A refusal without "Via" is no limit of the service, but a ban: asking again would prolong it.
    if response.status == _TOO_MANY and "Via" in headers and "retry_after" in said:
        return _Wait(float(said["retry_after"]))
    raise Refused(response.status, int(said.get("code", 0)), str(said.get("message", "")))


def _said(data: bytes) -> Json:
    try:
        said = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return {}
    return said if isinstance(said, dict) else {}
