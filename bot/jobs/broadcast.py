"""How far a broadcast has come: many digests that are due at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.subscriptions.delivery import CATCH_UP, Filter, State
from bot.subscriptions.outbox import Outbox

# Fewer are posted before anybody wonders.
_MANY = 200
_UNDER_WAY = frozenset({State.PENDING, State.SENDING})


@dataclass(slots=True)
class Broadcast:
    """Looks from time to time at how many digests are still to be posted: those not older than ``limit``."""

    outbox: Outbox
    limit: timedelta = CATCH_UP
    _since: datetime | None = None
    _settled_before: int = 0
    _settled: int = 0

    async def look(self, now: datetime) -> str:
        """A line for the operator where a broadcast has come further since the last look, else ``""``.

        Raises ``StoreUnavailable``.
        """
        since = self._since or now - self.limit
        counts = await self.outbox.delivery_counts(Filter(due_since=since))
        waiting = sum(count for state, count in counts.items() if state in _UNDER_WAY)
        settled = sum(counts.values()) - waiting
        goes_on = waiting >= _MANY
        if self._since is None:
            self._since = since if goes_on else None
            self._settled_before = self._settled = settled
            return f"digests: {waiting:,} are to be posted" if goes_on else ""
        if goes_on and settled == self._settled:
            return ""
        self._settled = settled
        self._since = since if goes_on else None
        done = settled - self._settled_before
        return f"digests: {done:,} of {done + waiting:,} are posted or settled otherwise"
