"""How the bot gets its updates: it asks again and again, or the service posts them to its webhook."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from tests.platforms.telegram.refusals import Json, Refused, Violation
from tests.platforms.telegram.world import World

_LONGEST_POLL = 50
_RETRY = 0.2
_PORTS = frozenset({None, 80, 88, 443, 8443})


@dataclass(slots=True)
class Delivery:
    """The one queue of updates, and the one way out of it.

    ``proxy`` is where the bot listens behind the https that a real one would have in front of it. So many
    acknowledgements of the webhook as are ``unheard`` get lost on their way.
    """

    world: World
    proxy: str = ""
    hook: Json = field(default_factory=dict)
    unheard: int = 0
    _poll: int = 0
    _poll_ended: int = 0
    _posting: "asyncio.Task[None] | None" = None

    @property
    def polled(self) -> bool:
        """Whether the bot has asked for updates at all."""
        return self._poll > 0

    async def get_updates(self, asked: Json) -> list[Json]:
        """What is new, at once or as soon as there is something. Raises ``Refused``."""
        if self.hook:
            raise _conflict("can't use getUpdates method while webhook is active; use deleteWebhook first")
        self._poll += 1
        mine = self._poll
        self.world.pulse.stir()  # a poll that is still waiting sees that it is not alone
        self.world.wanted = asked.get("allowed_updates", self.world.wanted)
        self._forget(asked.get("offset", 0))

        def done() -> bool:
            return bool(self.world.updates) or mine != self._poll or mine <= self._poll_ended

        await self._wait(done, min(asked.get("timeout", 0), _LONGEST_POLL))
        if mine != self._poll:
            raise _conflict("terminated by other getUpdates request; make sure that only one bot is running")
        return self.world.updates[: asked.get("limit", 100)]

    def end_polls(self) -> None:
        """Answer whoever waits for updates, that there are none."""
        self._poll_ended = self._poll
        self.world.pulse.stir()

    async def set_webhook(self, asked: Json) -> bool:
        """Post from now on. Raises ``Refused`` for an address that the service would not post to."""
        await self.stop_posting()
        parts = urlsplit(asked["url"])
        if parts.scheme != "https" or parts.port not in _PORTS:
            raise Violation("bad webhook: an https address at one of the ports 443, 80, 88, 8443 is needed")
        self.hook = asked
        self.world.wanted = asked.get("allowed_updates", self.world.wanted)
        self._posting = asyncio.create_task(self._post_all(asked))
        self.world.pulse.stir()
        return True

    async def delete_webhook(self, asked: Json) -> bool:
        """Post no more."""
        await self.stop_posting()
        self.hook = {}
        if asked.get("drop_pending_updates"):
            self.world.updates.clear()
        return True

    async def webhook_info(self, _: Json) -> Json:
        """Where updates are posted to, ``""`` for nowhere."""
        return {
            "url": self.hook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.world.updates),
        }

    async def stop_posting(self) -> None:
        """End what posts to the webhook."""
        if self._posting is not None:
            self._posting.cancel()
            await asyncio.gather(self._posting, return_exceptions=True)
            self._posting = None

    def _forget(self, offset: int) -> None:
        self.world.updates[:] = [update for update in self.world.updates if update["update_id"] >= offset]
        self.world.pulse.stir()

    async def _wait(self, done: Callable[[], bool], seconds: float) -> None:
        with suppress(AssertionError):
            await self.world.pulse.until(lambda: done() or None, "updates", seconds)

    async def _post_all(self, hook: Json) -> None:
        parts = urlsplit(hook["url"])
        url = self.proxy + parts.path if self.proxy else hook["url"]
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.get("secret_token", "")}
        async with aiohttp.ClientSession() as session:
            while True:
                await self._wait(lambda: bool(self.world.updates), _LONGEST_POLL)
                if self.world.updates and not await self._post(session, url, headers):
                    await self._wait(lambda: False, _RETRY)

    async def _post(self, session: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> bool:
        """Post the oldest update; whether the bot has taken it."""
        update = self.world.updates[0]
        try:
            async with session.post(url, json=update, headers=headers) as response:
                heard = response.ok and not self.unheard
                self.unheard = max(0, self.unheard - response.ok)
                if heard:
                    self._forget(update["update_id"] + 1)
                return heard
        except aiohttp.ClientError:
            return False


def _conflict(description: str) -> Refused:
    return Refused(409, f"Conflict: {description}")
