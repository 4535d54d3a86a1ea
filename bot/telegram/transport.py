"""How python-telegram-bot's calls travel: over aiohttp, and again where that cannot do a thing twice.

The library itself never holds the token, only a stand-in for it that is replaced on the way out. So no
log, error or trace of it can show the token, at whatever level.
"""

from collections.abc import Callable, Sequence
from typing import Any

import aiohttp
import msgspec
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.ports import Clock
from bot.serving.proxies import proxy_for
from bot.settings import Secret

# Stands for the token in the library's addresses; quoted or not, it reads the same.
TOKEN = "0-instead-of-the-token"  # noqa: S105 - it opens nothing
_TOO_MANY = 429
# The service brings at most a hundred updates at once, and files of so many bytes.
_LARGEST_ANSWER = 20_000_000
_SERVER_ERROR = 500
_CONNECT_SECONDS = 5.0
_PAUSES = (0.5, 1.0, 2.0)
# Only these methods do something twice when they are called twice.
_ONCE_ONLY = ("send", "copy", "forward")


class NotSent(NetworkError):
    """The call never reached the service, so that it can be made again."""


class TooManyCalls(TelegramError):
    """The service refuses the call for some seconds (429)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many calls; again in {seconds:g} s")
        self.seconds = seconds


def is_in_doubt(error: TelegramError) -> bool:
    """Whether nobody knows if the service did what it was asked."""
    return isinstance(error, NetworkError) and not isinstance(error, NotSent | BadRequest)


class Transport(BaseRequest):
    """Makes the library's calls. What fails is tried again after ``pauses`` (in seconds).

    A call that may have been carried out is made again only if that changes nothing. ``slowed`` is called
    when the service refuses one because there were too many.
    """

    __slots__ = ("_api_root", "_clock", "_pauses", "_session", "_slowed", "_token")

    def __init__(
        self,
        token: Secret,
        api_root: str,
        clock: Clock,
        pauses: Sequence[float] = _PAUSES,
        slowed: Callable[[], None] = lambda: None,
    ) -> None:
        self._token = token.reveal()
        self._api_root = api_root
        self._clock = clock
        self._pauses = pauses
        self._slowed = slowed
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return 10

    async def initialize(self) -> None:
        """Get ready to make calls."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=256),
            headers={"User-Agent": self.USER_AGENT},
            proxy=proxy_for(self._api_root),
            timeout=aiohttp.ClientTimeout(total=None, connect=_CONNECT_SECONDS),
        )

    async def shutdown(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Status and body of the answer.

        Raises ``NotSent``, ``TimedOut``, ``NetworkError`` and ``TooManyCalls``.
        """
        del write_timeout, connect_timeout, pool_timeout  # one limit is enough: on waiting for the answer
        seconds = read_timeout if isinstance(read_timeout, int | float) else self.read_timeout
        repeatable = not url.rpartition("/")[2].startswith(_ONCE_ONLY)
        for pause in self._pauses:
            try:
                return await self._call(url, method, request_data, seconds)
            except NetworkError as error:
                if not (repeatable or isinstance(error, NotSent)):
                    raise
            await self._clock.sleep(pause)
        return await self._call(url, method, request_data, seconds)

    async def _call(
        self, url: str, method: str, data: RequestData | None, seconds: float
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport was not initialized")
        try:
            async with self._session.request(
                method,
                url.replace(TOKEN, self._token, 1),
                data=None if data is None else _form(data),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=_CONNECT_SECONDS + seconds, connect=_CONNECT_SECONDS, sock_read=seconds
                ),
            ) as response:
                status, body = response.status, await _read(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(_named(error)) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_named(error)) from None
        if status == _TOO_MANY:
            self._slowed()
            raise TooManyCalls(_retry_after(body))
        if status >= _SERVER_ERROR:
            raise NetworkError(f"the service answers {status}")
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object that the service answered. Raises ``NetworkError`` for what comes from elsewhere."""
        try:
            answer: dict[str, Any] = msgspec.json.decode(payload)
        except msgspec.DecodeError:
            raise NetworkError("the answer is not the service's") from None
        return answer


def _form(data: RequestData) -> aiohttp.BytesPayload | aiohttp.FormData:
    """The parameters as JSON, or with files as a form."""
    if not data.contains_files:
        return aiohttp.BytesPayload(msgspec.json.encode(data.parameters), content_type="application/json")
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body of an answer. Raises ``NetworkError`` for one that has no end."""
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > _LARGEST_ANSWER:
            raise NetworkError(f"the answer is larger than {_LARGEST_ANSWER // 1_000_000} MB")
    return bytes(body)


def _named(error: Exception) -> str:
    """What went wrong. What is no failure of the connection itself may hold the address, and so the token."""
    told = str(error) if isinstance(error, aiohttp.ClientConnectionError | OSError) else ""
    return f"{type(error).__name__}: {told}" if told else type(error).__name__


def _retry_after(body: bytes) -> float:
    """What the answer says (https://core.telegram.org/bots/api#responseparameters), else a second."""
    try:
        return max(1.0, float(msgspec.json.decode(body)["parameters"]["retry_after"]))
    except (msgspec.DecodeError, ValueError, TypeError, KeyError):
        return 1.0
