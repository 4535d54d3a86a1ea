"""What the operator should know of the digests."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.notices import Telling
from bot.outbox import Delivery, Filter, Outbox, State
from bot.subscriptions import Status
from bot.texts import Voice

_FAILED = {
    State.UNKNOWN: "operator.unknown",
    State.DEAD: "operator.dead",
    State.MISSED: "operator.missed",
}
_WANTED = frozenset({State.UNKNOWN, State.MISSED, State.EMPTY})
_MAY_STILL_COME = frozenset({State.SENT, State.PENDING, State.SENDING})
_DAY = timedelta(days=1)
# After so many digests in a row in which there was nothing to say, somebody should look into it.
_HUNGRY = 3
_MOST = 1000


@dataclass(slots=True)
class Reporter:
    """Looks at the deliveries from time to time; ``looked`` is when it did so last."""

    outbox: Outbox
    looked: datetime
    _silence_told: datetime | None = None

    async def report(self, now: datetime) -> list[Telling]:
        """What failed since the last look, and who gets nothing for days; once a day that nobody got any.

        Raises ``StoreUnavailable``.
        """
        failed = await self._settled(frozenset(_FAILED))
        # Those whose readers left are no failure.
        states = Counter(
            one.state
            for one in failed
            if one.state is not State.DEAD or one.subscription.status is Status.ACTIVE
        )
        hungry = sum(
            one.subscription.empty == _HUNGRY for one in await self._settled(frozenset({State.EMPTY}))
        )
        said: list[Telling] = [partial(_failures, states)] if states else []
        if hungry:
            said.append(lambda voice: voice("operator.hungry", count=hungry, days=_HUNGRY))
        if await self._silent(now):
            self._silence_told = now
            said.append(lambda voice: voice("operator.silent"))
        self.looked = now
        return said

    async def _settled(self, states: frozenset[State]) -> list[Delivery]:
        """What came into one of these states since the last look."""
        found = await self.outbox.deliveries(Filter(states=states), 0, _MOST)
        return [one for one in found if one.settled_at is not None and one.settled_at > self.looked]

    async def _silent(self, now: datetime) -> bool:
        if self._silence_told is not None and now - self._silence_told < _DAY:
            return False
        counts = await self.outbox.delivery_counts(now - _DAY)
        return not _WANTED.isdisjoint(counts) and _MAY_STILL_COME.isdisjoint(counts)


def _failures(states: Counter[State], voice: Voice) -> str:
    named = (voice(_FAILED[state], count=count) for state, count in sorted(states.items()))
    return voice("operator.failed", states=voice("week.and").join(named))
