"""What the operator should know of the digests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from bot.jobs.notices import Notice
from bot.ports import Store
from bot.subscriptions.delivery import Delivery, Filter, State
from bot.subscriptions.outbox import Outbox
from bot.subscriptions.subscription import Status
from bot.texts import Voice

_TROUBLE = {State.UNKNOWN: "operator.unknown", State.MISSED: "operator.missed"}
_WANTED = frozenset({State.UNKNOWN, State.MISSED, State.EMPTY})
_DAY = timedelta(days=1)
# After so many digests in a row in which there was nothing to say, somebody should look into it.
_HUNGRY = 3
_MOST = 1000
_NAMED = 3
# Under this key the store remembers up to when was reported, so that a restart leaves nothing out.
_SCOPE, _LOOKED, _SILENT = "reports", "looked", "silent"

_TELEGRAM = "person/telegram/"
# The number of a supergroup or channel, as links have it: https://core.telegram.org/api/links#message-links
_INTERNAL = re.compile(r"-100(\d+)")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Looks at the deliveries from time to time, for the first time ever from ``began`` on."""

    outbox: Outbox
    store: Store
    began: datetime

    async def report(self, now: datetime) -> list[Notice]:
        """What failed since the last look, and who gets nothing for days; once a day that nobody got any.

        Raises ``StoreUnavailable``; then the next report says it.
        """
        kept = await self.store.preferences(_SCOPE)
        looked = datetime.fromisoformat(kept[_LOOKED]) if _LOOKED in kept else self.began
        said = [*await self._failed(looked), *await self._hungry(looked)]
        if await self._silent(now, kept.get(_SILENT)):
            await self.store.prefer(_SCOPE, _SILENT, now.isoformat())
            said.append(Notice(lambda voice: voice("operator.silent")))
        await self.store.prefer(_SCOPE, _LOOKED, now.isoformat())
        return said

    async def _failed(self, looked: datetime) -> list[Notice]:
        """What failed, for the operator and for those who can do something about it.

        What was refused as the last time, and whose readers left, is told along and is no news by itself.
        """
        dead = await self._settled(State.DEAD, looked)
        posting = [one for one in dead if one.subscription.status is Status.ACTIVE]
        fresh = {one.id for one in await self._settled(State.DEAD, looked, news=True)}
        news = [one for one in posting if one.id in fresh]
        trouble = {key: await self._settled(state, looked) for state, key in _TROUBLE.items()}
        found = {"operator.dead": news, **trouble}
        if not any(found.values()):
            return []
        found["operator.dead_again"] = [one for one in posting if one.id not in fresh]
        found["operator.left"] = [one for one in dead if one.subscription.status is not Status.ACTIVE]
        told = {key: some for key, some in found.items() if some}
        return [Notice(partial(_failures, told)), *filter(None, map(_for_owner, news))]

    async def _hungry(self, looked: datetime) -> list[Notice]:
        """Who was to get nothing for so many times."""
        empty = await self._settled(State.EMPTY, looked)
        hungry = [one for one in empty if one.subscription.empty == _HUNGRY]
        said = {"count": _count(hungry), "days": _HUNGRY, "chats": _named(hungry)}
        return [Notice(lambda voice: voice("operator.hungry", **said))] if hungry else []

    async def _settled(self, state: State, looked: datetime, *, news: bool = False) -> Sequence[Delivery]:
        """What came into this state since the last look, or much of it."""
        wanted = Filter(states=frozenset({state}), settled_after=looked, news=news)
        return await self.outbox.deliveries(wanted, 0, _MOST)

    async def _silent(self, now: datetime, told: str | None) -> bool:
        """Whether it is to be told that nothing was sent for a day; again every day on which more was due."""
        since = await self.outbox.silent_since()
        if since is None or now - since < _DAY:
            return False
        last = None if told is None else datetime.fromisoformat(told)
        if last is None or last < since:
            return True
        counts = await self.outbox.delivery_counts(Filter(due_since=last))
        return now - last >= _DAY and not _WANTED.isdisjoint(counts)


def _failures(found: Mapping[str, Sequence[Delivery]], voice: Voice) -> str:
    said = [voice(key, count=_count(some), chats=_named(some)) for key, some in found.items()]
    states = {one.state for some in found.values() for one in some}
    return voice("operator.failed", states=voice("week.and").join(said), named=" ".join(sorted(states)))


def _for_owner(refused: Delivery) -> Notice | None:
    """For whoever subscribed another chat than their own: only there somebody can let the bot post.

    Elsewhere than on Telegram a bot does not write to people by itself.
    """
    address, owner = refused.subscription.address, refused.subscription.owner
    person = owner.removeprefix(_TELEGRAM)
    if person in {owner, address.chat}:
        return None
    where = _INTERNAL.sub(r"t.me/c/\1/1", address.chat)
    return Notice(lambda voice: voice("subscribed.refused", chat=where), f"telegram:{person}")


def _count(some: Sequence[Delivery]) -> str:
    return f"{len(some)}+" if len(some) == _MOST else f"{len(some)}"


def _named(some: Sequence[Delivery]) -> str:
    """The first few of them, by chat and date."""
    named = dict.fromkeys(f"{one.subscription.address} {one.day}" for one in some)
    return ", ".join([*islice(named, _NAMED), *(["…"] if len(named) > _NAMED else [])])
