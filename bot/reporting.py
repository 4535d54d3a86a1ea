"""What the operator should know of the digests, once it has happened."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.outbox import Filter, Outbox, State
from bot.subscriptions import Status

_FAILED = frozenset({State.UNKNOWN, State.DEAD, State.MISSED})
_DAY = timedelta(days=1)
_MOST = 1000


@dataclass(slots=True)
class Reporter:
    """Looks at the deliveries from time to time; ``looked`` is when it did so last."""

    outbox: Outbox
    looked: datetime
    _silent_since: datetime | None = None

    async def report(self, now: datetime) -> list[str]:
        """What went wrong since the last look; that nothing was posted for a day, once until there is."""
        failed = Counter(
            one.state
            for one in await self.outbox.deliveries(Filter(states=_FAILED), 0, _MOST)
            if one.settled_at is not None
            and one.settled_at > self.looked
            # Those who left are no failure.
            and (one.state is not State.DEAD or one.subscription.status is Status.ACTIVE)
        )
        self.looked = now
        said = [_failures(failed)] if failed else []
        counts = await self.outbox.delivery_counts(now - _DAY)
        if counts.get(State.SENT) or not counts:
            self._silent_since = None
        elif self._silent_since is None:
            self._silent_since = now
        elif now - self._silent_since >= _DAY:
            said.append("no digest was posted for a day, though some were due: digestbot deliveries")
            self._silent_since = None
        return said


def _failures(failed: Counter[State]) -> str:
    named = ", ".join(f"{count} {state}" for state, count in sorted(failed.items()))
    return f"digests were not posted: {named}; `digestbot deliveries` says why"
