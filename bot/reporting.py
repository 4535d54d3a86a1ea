"""What the operator should know of the digests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from bot.notices import Telling
from bot.outbox import Delivery, Filter, Outbox, State
from bot.ports import Store
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
_NAMED = 3
# Under this key the store remembers up to when was reported, so that a restart leaves nothing out.
_SCOPE, _LOOKED, _SILENT = "reports", "looked", "silent"


@dataclass(frozen=True, slots=True)
class Reporter:
    """Looks at the deliveries from time to time, for the first time ever from ``began`` on."""

    outbox: Outbox
    store: Store
    began: datetime

    async def report(self, now: datetime) -> list[Telling]:
        """What failed since the last look, and who gets nothing for days; once a day that nobody got any.

        Raises ``StoreUnavailable``; then the next report says it.
        """
        kept = await self.store.preferences(_SCOPE)
        looked = datetime.fromisoformat(kept[_LOOKED]) if _LOOKED in kept else self.began
        said = [*await self._failed(looked), *await self._hungry(looked)]
        if await self._silent(now, kept.get(_SILENT)):
            await self.store.prefer(_SCOPE, _SILENT, now.isoformat())
            said.append(lambda voice: voice("operator.silent"))
        await self.store.prefer(_SCOPE, _LOOKED, now.isoformat())
        return said

    async def _failed(self, looked: datetime) -> list[Telling]:
        """What failed, but for those whose readers left: that is no failure."""
        found: dict[State, Sequence[Delivery]] = {}
        for state in _FAILED:
            some = await self._settled(state, looked)
            if state is State.DEAD:
                some = [one for one in some if one.subscription.status is Status.ACTIVE]
            if some:
                found[state] = some
        return [partial(_failures, found)] if found else []

    async def _hungry(self, looked: datetime) -> list[Telling]:
        """Who was to get nothing for so many times."""
        empty = await self._settled(State.EMPTY, looked)
        hungry = [one for one in empty if one.subscription.empty == _HUNGRY]
        said = {"count": _count(hungry), "days": _HUNGRY, "chats": _named(hungry)}
        return [lambda voice: voice("operator.hungry", **said)] if hungry else []

    async def _settled(self, state: State, looked: datetime) -> Sequence[Delivery]:
        """What came into this state since the last look, or much of it."""
        wanted = Filter(states=frozenset({state}), settled_after=looked)
        return await self.outbox.deliveries(wanted, 0, _MOST)

    async def _silent(self, now: datetime, told: str | None) -> bool:
        if told is not None and now - datetime.fromisoformat(told) < _DAY:
            return False
        counts = await self.outbox.delivery_counts(now - _DAY)
        return not _WANTED.isdisjoint(counts) and _MAY_STILL_COME.isdisjoint(counts)


def _failures(found: Mapping[State, Sequence[Delivery]], voice: Voice) -> str:
    states = [
        voice(_FAILED[state], count=_count(some), chats=_named(some)) for state, some in sorted(found.items())
    ]
    return voice("operator.failed", states=voice("week.and").join(states), named=" ".join(sorted(found)))


def _count(some: Sequence[Delivery]) -> str:
    return f"{len(some)}+" if len(some) == _MOST else f"{len(some)}"


def _named(some: Sequence[Delivery]) -> str:
    """The first few of them, by chat and date."""
    named = dict.fromkeys(f"{one.subscription.address} {one.day}" for one in some)
    return ", ".join([*islice(named, _NAMED), *(["…"] if len(named) > _NAMED else [])])
