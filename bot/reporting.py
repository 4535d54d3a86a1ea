"""What the operator should know of the digests."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.outbox import Filter, Outbox, State
from bot.subscriptions import Status

_FAILED = frozenset({State.UNKNOWN, State.DEAD, State.MISSED})
_WANTED = frozenset({State.UNKNOWN, State.MISSED, State.EMPTY})
_MAY_STILL_COME = frozenset({State.SENT, State.PENDING, State.SENDING})
_DAY = timedelta(days=1)
_MOST = 1000


@dataclass(slots=True)
class Reporter:
    """Looks at the deliveries from time to time; ``looked`` is when it did so last."""

    outbox: Outbox
    looked: datetime
    _silence_told: datetime | None = None

    async def report(self, now: datetime) -> list[str]:
        """What failed since the last look, and once a day that nothing was posted all day.

        Raises ``StoreUnavailable``.
        """
        failed = await self._failed()
        silent = await self._silent(now)
        self.looked = now
        said = [_failures(failed)] if failed else []
        if silent:
            self._silence_told = now
            said.append("nothing was posted for a day, though digests were due; `digestbot deliveries`")
        return said

    async def _failed(self) -> Counter[State]:
        """How many failed in which way; those whose readers left are no failure."""
        found = await self.outbox.deliveries(Filter(states=_FAILED), 0, _MOST)
        return Counter(
            one.state
            for one in found
            if one.settled_at is not None
            and one.settled_at > self.looked
            and (one.state is not State.DEAD or one.subscription.status is Status.ACTIVE)
        )

    async def _silent(self, now: datetime) -> bool:
        if self._silence_told is not None and now - self._silence_told < _DAY:
            return False
        counts = await self.outbox.delivery_counts(now - _DAY)
        return not _WANTED.isdisjoint(counts) and _MAY_STILL_COME.isdisjoint(counts)


def _failures(failed: Counter[State]) -> str:
    named = ", ".join(f"{count} {state}" for state, count in sorted(failed.items()))
    return f"digests were not posted ({named}); `digestbot deliveries` says why"
