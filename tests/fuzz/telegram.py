"""What comes in by the webhook: bytes to the real web server, updates to the real adapter."""

import asyncio
import json
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import aiohttp
from hypothesis import strategies as st
from telegram import Bot

from bot.clock import SystemClock
from bot.serving.web import WebServer
from bot.settings import Secret, Settings
from bot.telegram.answering import Answering
from bot.telegram.sending import Sender
from bot.telegram.transport import TOKEN, Transport
from bot.telegram.webhook import PATH, receiver
from bot.wiring import assemble
from tests.fuzz import json_of, texts, words
from tests.fuzz.complaints import Complaints
from tests.fuzz.json_of import Json
from tests.fuzz.target import Bound, Target
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group, invite, kick, upgrade
from tests.stories.talk import FakeClock
from tests.stories.telegram.test_process import free_port
from tests.stories.test_anything import DATA

T = TypeVar("T")
_SEEDS = Path(__file__).parents[2] / "seeds"
_SECRET = "secret"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_STATUSES = frozenset({200, 400})
_OPTIONAL = frozenset(
    "text entities caption caption_entities reply_to_message message_thread_id is_topic_message first_name"
    " username language_code file_name file_size data document voice forward_origin is_forum".split()
)


class Hasty(FakeClock):
    """A clock by which nearly no time goes by for real, however long somebody waits."""

    async def sleep(self, seconds: float) -> None:
        """Let time go by, and others have their turn."""
        self.pass_time(seconds=seconds)
        await SystemClock().sleep(0.001)


class Service:
    """The bot's side of Telegram, with the loopback service behind it."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._numbers = count(1)
        self.complaints = Complaints()
        self.wait(self._start())

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """What some work comes to."""
        return self._runner.run(work)

    async def _start(self) -> None:
        enter, clock = self._stack.enter_async_context, Hasty()
        folder = Path(self._stack.enter_context(TemporaryDirectory()))
        self.telegram = await enter(Telegram())
        self.telegram.rates.enabled = False
        served = await enter(
            await assemble(Settings(essays=_SEEDS, data=folder, requests_per_minute=0), clock)
        )
        await served.refresh()
        root = self.telegram.root
        transport = Transport(Secret(self.telegram.token), root, clock)
        bot = await enter(Bot(TOKEN, f"{root}/bot", f"{root}/file/bot", request=transport))
        sender = Sender(bot, served.store, clock, 1_000_000)
        self._answering = Answering(bot, served.desk, served.store, clock, sender)
        port = free_port()
        web = WebServer(("127.0.0.1", port))
        await enter(web.listening())
        self._stack.enter_context(web.serving({PATH}, receiver(bot, _SECRET, self._answering.take)))
        self._url, self._port = f"http://127.0.0.1:{port}{PATH}", port
        self._session = await enter(aiohttp.ClientSession())
        self._ming = Person(self.telegram, "明")
        self.shapes = self._shapes()

    def bring(self, update: Json) -> int:
        """Post an update, and wait until it is dealt with; the status."""
        return self.wait(self._bring(json.dumps(update | self._number(update)).encode()))

    def post(self, body: bytes) -> int:
        """Post any bytes."""
        return self.wait(self._bring(body))

    def send(self, data: bytes) -> None:
        """Send any bytes to the port, and see that others are still served."""
        self.wait(self._send(data))

    def check(self, _given: object, status: int) -> None:
        """It was taken or refused, and all that was sent is what the service takes."""
        self.complaints.take()
        assert status in _STATUSES, status
        violations, self.telegram.violations[:] = list(self.telegram.violations), ()
        self.telegram.calls.clear()
        assert violations == [], violations

    def check_well(self, given: object, status: int) -> None:
        """Besides, nothing went wrong inside."""
        wrong = self.complaints.take()
        assert wrong == [], "\n".join(wrong)
        self.check(given, status)

    def close(self) -> None:
        """Let go of everything."""
        self.wait(self._stack.aclose())
        self._runner.close()
        self.complaints.close()

    def _number(self, update: Json) -> Json:
        return {"update_id": next(self._numbers)} if isinstance(update.get("update_id"), int) else {}

    async def _bring(self, body: bytes) -> int:
        async with self._session.post(self._url, data=body, headers={_HEADER: _SECRET}) as response:
            status = response.status
        await self._answering.finish()
        return status

    async def _send(self, data: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(data)
        writer.write_eof()
        with suppress(ConnectionError):
            await reader.read()
        writer.close()
        async with self._session.get(self._url) as response:
            assert response.status == 405

    def _shapes(self) -> list[Json]:
        """One update of each kind, as the service sends them."""
        ming, telegram = self._ming, self.telegram
        readers = group(telegram, "读书", ming, topics=1)
        small = group(telegram, "小", ming, kind="group")
        seat = ming.in_(readers, next(iter(readers.topics)))
        asked = ming.private.say("/summary 4")
        ming.private.say("桥", reply_to=asked)
        ming.private.forward("一段别人写的话。" * 60)
        ming.private.send_file("a.md", b"# a\n\nb.", "/points")
        ming.private.send_voice()
        seat.say("/subscribe@digest_test_bot 8点 上海 周一")
        seat.say("@digest_test_bot 平台", reply_to=seat.say("/help"))
        message = telegram.world.new_message(ming.private.chat, telegram.world.bot, text="选一篇")
        telegram.world.show(ming.private.chat, message)
        ming.private.press_data("read:4:1.0", ming.private.last)
        invite(telegram, small, ming)
        kick(telegram, small, ming)
        ming.block()
        ming.unblock()
        upgrade(telegram, small, ming)
        inline = {"id": "i", "from": ming.user, "query": "桥", "offset": "", "chat_type": "private"}
        telegram.world.tell("inline_query", inline)
        return list(telegram.world.updates)


def targets() -> Sequence[Target]:
    """What they are; they share one service, which is made when it is first needed."""
    made: list[Service] = []

    def service() -> Service:
        if not made:
            made.append(Service())
        return made[0]

    def close() -> None:
        while made:
            made.pop().close()

    said = words.all_pieces() | DATA | st.text(max_size=40).filter(str.isprintable)
    updates = st.deferred(lambda: json_of.changed(service().shapes, said, _OPTIONAL))
    bodies = texts.damaged(updates.map(json.dumps).map(str.encode))
    begin = (
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{_HEADER}: {_SECRET}\r\nContent-Length: 2\r\n\r\n{{}}".encode()
    )
    bound = Bound(2_000_000, 3_000)
    return (
        Target("updates", updates, lambda update: service().bring(update), bound,
               lambda given, status: service().check_well(given, status), close=close),
        Target("webhook", bodies | st.binary(max_size=300), lambda body: service().post(body), bound,
               lambda given, status: service().check(given, status), close=close),
        Target("http", texts.damaged(st.just(begin)) | st.binary(max_size=99),
               lambda data: service().send(data), bound, close=close),
    )  # fmt: skip
