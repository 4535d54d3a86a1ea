"""How answers to interactions travel: again where that cannot do a thing twice.

discord.py repeats every call that the service answers with a 5xx, and with it a message that was posted
all the same; it also lets nobody know how long to wait before the next call. These calls need no token
of the bot: the interaction's own is in the address, and never in an error. Others bring the ``token``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import msgspec

from bot.ports import Clock
from bot.replies import Attachment
from bot.settings import Secret

Json = dict[str, Any]

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
ALREADY_ACKNOWLEDGED = 40060
_TOO_MANY = 429
_SERVER_ERROR = 500
_CONNECT_SECONDS = 3.0
_SECONDS = 10.0
_PAUSES = (0.3, 1.0, 2.0)
_LONGEST_WAIT = 120.0
_MOST_WAITS = 5
# When the service does not say how long.
_UNSAID_WAIT = 5.0


class Refused(Exception):
    """The service does not take a call: HTTP status, and a code of its own."""

    def __init__(self, status: int, code: int, said: str) -> None:
        known = f"{status}, {code}" if code else f"{status}"
        super().__init__(f"{known}: {said}" if said else known)
        self.status = status
        self.code = code


class Lost(Exception):
    """It is not known whether the service has carried out a call."""


class NotSent(Lost):
    """The call did not reach the service."""


class TooMany(Refused):
    """The service wants the call again in so many seconds, or with ``everywhere`` any call at all.

    A ban is no limit of the service: asking again and again would prolong it.
    """

    def __init__(self, seconds: float, *, everywhere: bool, is_ban: bool = False) -> None:
        super().__init__(_TOO_MANY, 0, "too many calls")
        self.seconds = seconds
        self.everywhere = everywhere
        self.is_ban = is_ban


@dataclass(frozen=True, slots=True)
class Answered:
    """What the service answers, and how many seconds the next call of the kind has to wait."""

    body: bytes
    pause: float = 0

    @property
    def content(self) -> Any:  # noqa: ANN401 - as the service has it
        """The body, which is JSON."""
        return msgspec.json.decode(self.body)


@dataclass(frozen=True, slots=True)
class Calls:
    """Makes calls below an address of the REST API.

    ``slowed`` is called when there were too many, ``outrun`` when somebody else has answered before.
    """

    session: aiohttp.ClientSession
    root: str
    clock: Clock
    proxy: str | None = None
    token: Secret | None = None
    slowed: Callable[[], None] = lambda: None
    outrun: Callable[[], None] = lambda: None

    async def make(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        files: Sequence[Attachment] = (),
        *,
        repeatable: bool = True,
        longest_wait: float = _LONGEST_WAIT,
    ) -> float:
        """Make a call; how many seconds the next of its kind has to wait. Raises ``Refused`` and ``Lost``.

        A call that may have been carried out is made again only if it is ``repeatable``, one that comes too
        early if the service wants it within the ``longest_wait`` (in seconds).
        """
        pauses, waits, lost = iter(_PAUSES), 0, False
        while True:
            try:
                return (await self.once(method, path, body, files)).pause
            except TooMany as refusal:
                waits, pause = waits + 1, refusal.seconds
                most = 1 if refusal.is_ban else _MOST_WAITS
                if waits > most or pause > longest_wait:
                    raise
            except Refused as refusal:
                # After a loss the answer that is there already may be our own.
                if refusal.code == ALREADY_ACKNOWLEDGED and not lost:
                    self.outrun()
                raise
            except Lost as loss:
                lost = True
                again = next(pauses, None)
                if again is None or not (repeatable or isinstance(loss, NotSent)):
                    raise
                pause = again
            await self.clock.sleep(pause)

    async def once(
        self, method: str, path: str, body: Json | None = None, files: Sequence[Attachment] = ()
    ) -> Answered:
        """Make a call, and not again. Raises ``Refused`` (``TooMany``) and ``Lost`` (``NotSent``)."""
        try:
            async with self.session.request(
                method,
                self.root + path,
                data=None if body is None else _payload(body, files),
                headers={"Authorization": f"Bot {self.token.reveal()}"} if self.token else None,
                proxy=self.proxy,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=_SECONDS, sock_connect=_CONNECT_SECONDS),
            ) as response:
                if response.status == _TOO_MANY:
                    self.slowed()
                return _answer(response, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
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


def _answer(response: aiohttp.ClientResponse, data: bytes) -> Answered:
    if response.status >= _SERVER_ERROR:
        raise Lost(f"the service answers {response.status}")
    headers = response.headers
    if response.ok:
        spent = headers.get("X-RateLimit-Remaining") == "0"
        return Answered(data, float(headers.get("X-RateLimit-Reset-After", 0)) if spent else 0.0)
    said = _said(data)
    if response.status == _TOO_MANY:
        # What has not passed the service's own gate ("Via") was stopped by the firewall before it.
        is_ban = "Via" not in headers
        seconds = float(said.get("retry_after") or headers.get("Retry-After") or _UNSAID_WAIT)
        raise TooMany(seconds, everywhere=is_ban or bool(said.get("global")), is_ban=is_ban)
    raise Refused(response.status, int(said.get("code", 0)), str(said.get("message", "")))


def _said(data: bytes) -> Json:
    try:
        said = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return {}
    return said if isinstance(said, dict) else {}
