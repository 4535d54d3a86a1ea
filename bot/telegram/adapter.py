"""Telegram as a platform: signing in, being brought updates or asking for them, and stopping."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.desk.desk import Desk
from bot.errors import AlreadyRunning, PlatformUnavailable
from bot.jobs.deliveries import Compose, Deliveries
from bot.jobs.notices import Notices
from bot.ports import Clock, Store
from bot.serving.health import Health
from bot.serving.supervisor import together, unless, within
from bot.serving.web import WebServer
from bot.settings import Secret
from bot.subscriptions.delivery import CATCH_UP
from bot.telegram.answering import KINDS, Answering
from bot.telegram.delivering import Poster
from bot.telegram.lanes import PER_SECOND
from bot.telegram.polling import Poller
from bot.telegram.render import Message, Screen
from bot.telegram.sending import Sender
from bot.telegram.transport import TOKEN, Transport
from bot.telegram.updates import Spot
from bot.telegram.venues import PLATFORM
from bot.telegram.webhook import PATH, paths_of, receiver, secret_of

# So many digests are composed while others are on their way.
_AHEAD = 8
# So long it may take to tell the operators that it gives up.
_GOODBYE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Telegram:
    """The bot of one token. With a ``webhook`` (its public address) updates come to the ``web`` server.

    ``compose`` makes the digests that it posts, ``notices`` are for its operators, ``health`` gets to know
    whether updates come. ``per_second`` is how many messages may leave in a second. Digests older than
    ``limit`` are not posted any more.
    """

    token: Secret
    api_root: str
    desk: Desk
    store: Store
    clock: Clock
    web: WebServer
    compose: Compose
    notices: Notices
    health: Health
    webhook: str | None = None
    per_second: int = PER_SECOND
    limit: timedelta = CATCH_UP

    @property
    def name(self) -> str:
        """What the operator calls it."""
        return "Telegram"

    async def serve(self, stopping: asyncio.Event, ready: Callable[[str], None]) -> None:
        """Answer people and post digests until ``stopping``, then finish what runs.

        Raises ``PlatformUnavailable`` and, if somebody else uses the token, ``AlreadyRunning``.
        """
        _keep_secrets()
        try:
            async with self._signed_in(stopping) as bot:
                if stopping.is_set():
                    return
                sender = Sender(bot, self.store, self.clock, self.per_second)
                answering = Answering(bot, self.desk, self.store, self.clock, sender)
                poster = Poster(bot, sender, self.store)
                posting = Deliveries(
                    self.desk.outbox,
                    poster,
                    self.compose,
                    self.clock,
                    self.limit,
                    _at_once(self.per_second),
                    _AHEAD,
                )
                try:
                    await answering.resume()
                    await together(
                        self._answer(bot, answering, stopping, lambda: ready(f"@{bot.username}")),
                        posting.serve(stopping),
                        self._notify(sender, stopping),
                    )
                finally:
                    self.health.ill(PLATFORM)
                    await answering.break_off()
        except InvalidToken as error:
            raise PlatformUnavailable(
                "the token is refused; @BotFather gives a new one (DIGESTBOT_TELEGRAM_TOKEN)"
            ) from error
        except TelegramError as error:
            raise PlatformUnavailable(f"{self.api_root} cannot be reached ({error.message})") from error

    @asynccontextmanager
    async def _signed_in(self, stopping: asyncio.Event) -> AsyncGenerator[Bot]:
        """The bot, as soon as the service knows it or ``stopping`` is set; in the end it is signed out."""
        bot = self._bot()
        try:
            await unless(stopping, bot.initialize())
            yield bot
        finally:
            await bot.shutdown()

    def _bot(self) -> Bot:
        transport = partial(Transport, self.token, self.api_root, self.clock, slowed=self._slowed)
        return Bot(
            TOKEN,
            f"{self.api_root}/bot",
            f"{self.api_root}/file/bot",
            request=transport(),
            get_updates_request=transport(pauses=()),
        )

    def _slowed(self) -> None:
        self.desk.metrics.slowed(PLATFORM)

    async def _answer(
        self, bot: Bot, answering: Answering, stopping: asyncio.Event, ready: Callable[[], None]
    ) -> None:
        await self._receive(bot, answering, stopping, ready)
        await answering.finish()

    async def _notify(self, sender: Sender, stopping: asyncio.Event) -> None:
        """Tell the operators what they should know."""
        while told := await unless(stopping, self.notices.next(PLATFORM)):
            for person, text in told:
                await sender.send(Spot(int(person)), Screen((Message(text),)), None)

    async def _receive(
        self, bot: Bot, answering: Answering, stopping: asyncio.Event, ready: Callable[[], None]
    ) -> None:
        """Take updates until ``stopping``; what the other way of getting them left is cleared first."""
        answering.begin(answering.menus.publish())
        if self.webhook is None:
            await bot.delete_webhook()
            ready()
            well = partial(self.health.well, PLATFORM)
            await self._poll(Poller(bot, self.clock, KINDS, well), answering, stopping)
            return
        secret = secret_of(self.token)
        with self.web.serving(paths_of(self.webhook), receiver(bot, secret, answering.take)):
            await bot.set_webhook(self.webhook + PATH, secret_token=secret, allowed_updates=KINDS)
            # The service alone knows whether it gets through.
            self.health.well(PLATFORM)
            ready()
            await stopping.wait()

    async def _poll(self, poller: Poller, answering: Answering, stopping: asyncio.Event) -> None:
        """Ask for updates; of a rival who gets them instead the operators are told while that can be sent."""
        try:
            await poller.poll(stopping, answering.take)
        except AlreadyRunning:
            await self.notices.tell_daily(
                "telegram rival", lambda voice: voice("operator.outpolled"), self.clock.now()
            )
            await within(self.clock, _GOODBYE_SECONDS, self.notices.told(PLATFORM))
            raise


def _at_once(per_second: int) -> int:
    """How many digests may be on their way: a tenth of a second's.

    Those stay in doubt when the bot is killed. Where an answer takes longer than that, the pace is slower.
    """
    return max(1, per_second // 10)


def _keep_secrets() -> None:
    """At its most talkative the library logs every call: the webhook's secret, and what people say."""
    logging.getLogger("telegram").setLevel(max(logging.INFO, logging.getLogger().level))
