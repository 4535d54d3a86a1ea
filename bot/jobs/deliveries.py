"""Posting what is due on one platform: at its pace, nothing twice, and nothing lost without a word.

That a message leaves is written down before it does, and what became of it afterwards. So after a crash
those are known that may have arrived or not, and only those.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Generic, TypeVar, assert_never

from bot.errors import StoreUnavailable
from bot.jobs.senders import Part, Sender, Withdrawn
from bot.ports import Clock
from bot.replies import Kind, Reply
from bot.serving.supervisor import unless
from bot.subscriptions.delivery import CATCH_UP, Delivery, Settlement, State
from bot.subscriptions.outbox import Outbox
from bot.subscriptions.outcomes import Finding, Gone, InDoubt, Moved, Outcome, Refused, Sent, TryLater, Unsent

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

# The digest to deliver; ``None`` if there is nothing to say.
Compose = Callable[[Delivery], Awaitable[Reply | None]]

_AT_ONCE = 32
_PAGE = 500
# How long what came from elsewhere (a tick, another process) may go unseen.
_LOOK_SECONDS = 2.0
_FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 600.0

_TROUBLE = "there was trouble with it; the log says more"
_NOTHING = "there was nothing to say: the shelf is empty, or has nothing on the topics"
_NO_SUCH_PART = "the digest has fewer parts by now"
_MOVED = "the chat has become another one"


@dataclass(slots=True)
class Deliveries(Generic[Part]):
    """Posts what is due on the platform of a sender, at most ``at_once`` messages at the same time.

    So many are in doubt if the process ends. ``ahead`` more are made ready meanwhile. What is older than
    ``limit`` is not posted any more.
    """

    outbox: Outbox
    sender: Sender[Part]
    compose: Compose
    clock: Clock
    limit: timedelta = CATCH_UP
    at_once: int = _AT_ONCE
    ahead: int = 0
    _epoch: int = 0
    _room: asyncio.Semaphore = field(init=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _page: deque[Delivery] = field(default_factory=deque[Delivery])
    _held: set[int] = field(default_factory=set[int])
    _rests_until: float = 0
    _said: str = ""

    def __post_init__(self) -> None:
        self._room = asyncio.Semaphore(self.at_once)

    async def serve(self, stopping: asyncio.Event) -> None:
        """Post what is due until ``stopping``; nothing leaves after that, and what has left is settled."""
        self._stopping = stopping
        try:
            take = partial(self.outbox.take, self.sender.platform, self.clock.now())
            self._epoch = await self._insist(take)
            await self._look_back()
            async with asyncio.TaskGroup() as workers:
                for _ in range(self.at_once + self.ahead):
                    workers.create_task(self._work())
        except* StoreUnavailable as group:
            self._say(f"what became of the last digests could not be written down: {group.exceptions[0]}")

    # -- after a crash ------------------------------------------------------------------------

    async def _look_back(self) -> None:
        """Settle what was about to leave when an earlier process ended."""
        in_doubt = partial(self.outbox.in_doubt, self.sender.platform, self._epoch, _PAGE)
        while doubtful := await self._insist(in_doubt):
            for delivery in doubtful:
                finding = await self._find(delivery)
                settlement = settled(finding, delivery, self.clock.now())
                await self._insist(partial(self.outbox.settle, delivery.id, delivery.epoch, settlement))

    async def _find(self, delivery: Delivery) -> Finding:
        try:
            return await self.sender.find(delivery)
        except Exception:  # noqa: BLE001 - whatever it is, the delivery is listed and the others go on
            _log.exception("trouble while looking for %s", delivery.key)
            return InDoubt(_TROUBLE)

    # -- what is next -------------------------------------------------------------------------

    async def _work(self) -> None:
        """Post one digest after the other."""
        while not self._stopping.is_set():
            delivery = await self._next()
            if delivery is None:
                continue
            try:
                await self._post(delivery)
            except Withdrawn:
                await self._pause(_LOOK_SECONDS)
            except StoreUnavailable as error:
                self._say(f"digests wait: {error}")
                self._rest(_FIRST_PAUSE)
            finally:
                self._held.discard(delivery.id)

    async def _next(self) -> Delivery | None:
        """What is to be posted next; ``None`` if there was nothing for a while."""
        async with self._turn:
            if rest := self._rests:
                self._page.clear()
                await self._pause(rest)
                return None
            if not self._page:
                await self._look()
            if not self._page:
                return None
            delivery = self._page.popleft()
            self._held.add(delivery.id)
            return delivery

    async def _look(self) -> None:
        """Fetch what is ready; wait a little if there is nothing."""
        now, most = self.clock.now(), _PAGE + len(self._held)
        ready = await self._insist(
            partial(self.outbox.ready, self.sender.platform, now, now - self.limit, most)
        )
        self._page.extend(delivery for delivery in ready if delivery.id not in self._held)
        if not self._page:
            await self._pause(_LOOK_SECONDS)

    # -- one digest ---------------------------------------------------------------------------

    async def _post(self, delivery: Delivery) -> None:
        """Post a digest from this part on."""
        parts, state = await self._parts(delivery)
        following: Delivery | None = delivery
        while following is not None and following.part <= len(parts):
            async with AsyncExitStack() as doubt:
                outcome = await self._deliver(following, parts, doubt)
                await self._settle(following, outcome, state)
            more = isinstance(outcome, Sent) and following.part < len(parts)
            following = await self.outbox.part_after(following) if more else None

    async def _parts(self, delivery: Delivery) -> tuple[Sequence[Part], State]:
        """The messages of the digest, and their state once they are posted.

        If this part is not among them, that is noted.
        """
        try:
            reply = await self.compose(delivery)
            parts = () if reply is None else self.sender.parts(delivery.subscription, reply)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, it is tried again and the others go on
            _log.exception("trouble while composing %s", delivery.key)
            await self._settle(delivery, TryLater(_TROUBLE))
            return (), State.EMPTY
        if delivery.part > len(parts):
            await self._settle(delivery, Refused(_NO_SUCH_PART) if delivery.part > 1 else None)
        # That there is nothing may be said, but is no digest.
        return parts, State.SENT if reply is not None and reply.kind is Kind.DIGEST else State.EMPTY

    async def _deliver(self, delivery: Delivery, parts: Sequence[Part], doubt: AsyncExitStack) -> Outcome:
        """Post this part of a digest. It may have arrived or not until the end of ``doubt``."""
        left = False

        async def leaving() -> None:
            nonlocal left
            await doubt.enter_async_context(self._room)
            now = self.clock.now()
            if self._stopping.is_set() or self._rests or delivery.due_at < now - self.limit:
                raise Withdrawn
            if not await self.outbox.begin(delivery.id, self._epoch, now, len(parts)):
                raise Withdrawn
            self._said = ""
            left = True

        try:
            return await self.sender.deliver(delivery, parts[delivery.part - 1], leaving)
        except (Withdrawn, StoreUnavailable):
            raise
        except Exception:  # noqa: BLE001 - whatever it is, it is noted and the others go on
            _log.exception("trouble while posting %s", delivery.key)
            return InDoubt(_TROUBLE) if left else TryLater(_TROUBLE)

    async def _settle(self, delivery: Delivery, outcome: Outcome | None, sent: State = State.SENT) -> None:
        """Note what became of it; ``None`` is that there was nothing to say.

        ``sent`` is the state of what was posted.
        """
        if isinstance(outcome, Moved):
            old = delivery.subscription.address
            await self._insist(partial(self.outbox.move_chat, old.platform, old.chat, outcome.chat))
        if isinstance(outcome, TryLater) and outcome.everywhere:
            self._rest(_pause_after(outcome, delivery))
        settlement = settled(outcome, delivery, self.clock.now())
        if settlement.state is State.SENT and sent is State.EMPTY:
            settlement = replace(settlement, state=sent, why=_NOTHING)
        await self._insist(partial(self.outbox.settle, delivery.id, self._epoch, settlement))

    # -- time ---------------------------------------------------------------------------------

    async def _insist(self, work: Callable[[], Awaitable[_Result]]) -> _Result:
        """What the store gives, as soon as it can be used; ``StoreUnavailable`` only when stopping."""
        while True:
            try:
                return await work()
            except StoreUnavailable as error:
                if self._stopping.is_set():
                    raise
                self._say(f"digests wait: {error}")
                await self._pause(_FIRST_PAUSE)

    def _say(self, trouble: str) -> None:
        """Tell the operator, until the next message leaves once only."""
        if trouble != self._said:
            _log.error(trouble)
        self._said = trouble

    @property
    def _rests(self) -> float:
        """Seconds for which nothing is posted."""
        return max(0, self._rests_until - self.clock.elapsed())

    def _rest(self, seconds: float) -> None:
        self._rests_until = max(self._rests_until, self.clock.elapsed() + seconds)

    async def _pause(self, seconds: float) -> None:
        await unless(self._stopping, self.clock.sleep(seconds))


def settled(outcome: Outcome | Finding | None, delivery: Delivery, now: datetime) -> Settlement:
    """What is noted of a delivery after what the sender says of it; ``None`` if there was nothing to say."""
    match outcome:
        case None:
            return Settlement(State.EMPTY, now, _NOTHING)
        case Sent(message, thread):
            return Settlement(State.SENT, now, message=message, thread=thread)
        case TryLater(why):
            again = now + timedelta(seconds=_pause_after(outcome, delivery))
            return Settlement(State.PENDING, now, why, try_at=again)
        case Moved():
            return Settlement(State.PENDING, now, _MOVED, try_at=now)
        case Unsent():
            return Settlement(State.PENDING, now, try_at=now)
        case Gone(why):
            return Settlement(State.DEAD, now, why, blocked=True)
        case Refused(why):
            return Settlement(State.DEAD, now, why)
        case InDoubt(why):
            return Settlement(State.UNKNOWN, now, why)
        case _:
            assert_never(outcome)


def _pause_after(outcome: TryLater, delivery: Delivery) -> float:
    """What the platform asks for, else a pause that grows."""
    if outcome.seconds is not None:
        return outcome.seconds
    return min(_FIRST_PAUSE * 2.0 ** min(delivery.attempts, 10), _LONGEST_PAUSE)
