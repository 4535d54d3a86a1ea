"""The loopback server: calls in, answers out, every call looked at, trouble where a test wants it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

from tests.platforms.telegram.calls import sent, understood
from tests.platforms.telegram.delivery import Delivery
from tests.platforms.telegram.faults import Fault
from tests.platforms.telegram.methods import METHODS, Method
from tests.platforms.telegram.rates import Rates
from tests.platforms.telegram.refusals import Json, Refused, Violation
from tests.platforms.telegram.spec import Spec
from tests.platforms.telegram.world import World

TOKEN = f"700000001:{'AAxyz-' * 6}"
_MOST = 50_000_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, and how the service answered it."""

    method: str
    asked: Json
    answer: Json


@dataclass(slots=True, repr=False)
class Telegram:
    """Telegram on 127.0.0.1.

    ``violations`` are limits and rules that the bot broke, ``floods`` the calls that came too fast,
    ``mistakes`` what is wrong with our own answers by the official description, where that is there.
    """

    spec: Spec | None = None
    token: str = TOKEN
    world: World = field(default_factory=World)
    rates: Rates = field(default_factory=Rates)
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    floods: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    delivery: Delivery = field(init=False)
    port: int = 0
    _faults: list[Fault] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    def __post_init__(self) -> None:
        self.delivery = Delivery(self.world)

    @property
    def root(self) -> str:
        """The root of the API, as the bot's settings take it."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen at a free port, or at the one from before."""
        app = web.Application(client_max_size=_MOST)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/documents/{key}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = site.port

    async def stop(self) -> None:
        """Be unreachable; ``start`` brings everything back as it was."""
        self.delivery.end_polls()
        await self.delivery.stop_posting()
        if self._runner is not None:
            await self._runner.cleanup()

    # -- trouble -----------------------------------------------------------------------------------

    def refuse(
        self,
        method: str,
        code: int,
        description: str,
        times: int = 1,
        when: Callable[[Json], bool] = lambda _: True,
        **parameters: int,
    ) -> None:
        """Refuse the next calls."""
        self._faults.append(Fault(method, times, when, Refused(code, description, **parameters)))

    def break_before(self, method: str, status: int | None = None, times: int = 1) -> None:
        """Do not do what the next calls ask: answer a bare status, or close the connection."""
        self._faults.append(Fault(method, times, lambda _: True, status=status))

    def break_after(self, method: str, status: int | None = None, times: int = 1) -> None:
        """Do what the next calls ask, and lose the answer."""
        self._faults.append(Fault(method, times, lambda _: True, status=status, done=True))

    def hold(self, method: str, *, done: bool, when: Callable[[Json], bool]) -> asyncio.Event:
        """Do not answer the next call until the event is set, whether what it asks is done or not."""
        held = asyncio.Event()
        self._faults.append(Fault(method, 1, when, done=done, held=held))
        return held

    async def used(self) -> None:
        """Return when there has been all the trouble that was asked for."""
        await self.world.pulse.until(
            lambda: not any(fault.times for fault in self._faults) or None, "trouble with a call"
        )

    # -- looking -----------------------------------------------------------------------------------

    def asked(self, method: str) -> list[Json]:
        """The parameters of all calls of a method, in their order."""
        return [call.asked for call in self.calls if call.method == method]

    @property
    def unanswered(self) -> list[str]:
        """Presses whose spinner still turns."""
        return [query for query, answer in self.world.callbacks.items() if answer is None]

    def complaints(self) -> list[str]:
        """Everything that the bot, or this server, did not do as it should."""
        floods = [f"too fast: {flood}" for flood in self.floods]
        waiting = [f"never answered: {query}" for query in self.unanswered]
        return [*self.violations, *self.mistakes, *floods, *waiting]

    async def polling(self) -> None:
        """Return as soon as the bot asks for updates, or has told where to post them."""
        await self.world.pulse.until(
            lambda: self.delivery.polled or bool(self.delivery.hook) or None, "the bot does not come"
        )

    # -- answering ---------------------------------------------------------------------------------

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        asked: Json = {}
        try:
            self._check_token(request)
            asked = understood(method, await sent(request), self.spec)
            fault = self._fault(method, asked)
            if fault is not None and not fault.done:
                return await _broken(request, fault)
            body: Json = {"ok": True, "result": await self._done(method, asked)}
            if fault is not None:
                return await _broken(request, fault)
        except Refused as refused:
            if isinstance(refused, Violation):
                self.violations.append(f"{method}: {refused} {str(asked)[:500]}")
            body = refused.as_json()
        self.calls.append(Call(method, asked, body))
        self.world.pulse.stir()
        return web.json_response(body, status=body.get("error_code", 200))

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self.token:
            raise Refused(401, "Unauthorized")

    async def _done(self, method: str, asked: Json) -> object:
        known = METHODS.get(method)
        if known is None:
            result = await self._delivered(method, asked)
        else:
            self._check_pace(known, method, asked)
            result = known.act(self.world, asked)
        if self.spec is not None:
            self.mistakes += self.spec.of_result(method, result)
        return result

    async def _delivered(self, method: str, asked: Json) -> object:
        delivery = self.delivery
        if method == "getUpdates":
            return await delivery.get_updates(asked)
        if method == "setWebhook":
            return await delivery.set_webhook(asked)
        if method == "deleteWebhook":
            return await delivery.delete_webhook(asked)
        return await delivery.webhook_info(asked)

    def _check_pace(self, method: Method, name: str, asked: Json) -> None:
        chat = self.world.chats.get(asked["chat_id"]) if method.sends else None
        if chat is None:
            return
        now = asyncio.get_running_loop().time()
        if seconds := self.rates.wait(chat.id, now, group=chat.is_group):
            self.floods.append(f"{name} to {chat.title}")
            raise Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    def _fault(self, method: str, asked: Json) -> Fault | None:
        for fault in self._faults:
            if fault.method == method and fault.times and fault.when(asked):
                fault.times -= 1
                self.world.pulse.stir()
                if fault.refusal is not None:
                    raise fault.refusal
                return fault
        return None

    async def _file(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return web.Response(status=401)
        kept = self.world.files.get(request.match_info["key"])
        return web.Response(status=404) if kept is None else web.Response(body=kept[1])


async def _broken(request: web.Request, fault: Fault) -> web.Response:
    if fault.held is not None:
        await fault.held.wait()
    if fault.status is None and request.transport is not None:
        request.transport.close()
    return web.Response(status=fault.status or 500, text="<html>trouble</html>", content_type="text/html")
