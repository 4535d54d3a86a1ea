"""What the web server shows of the bot: whether it lives, whether it is ready, and its metrics."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from mmap import PAGESIZE
from pathlib import Path

from bot import __version__
from bot.errors import StoreUnavailable
from bot.metrics import CONTENT_TYPE, Metric, Metrics, Sample, Type, exposition
from bot.ports import Clock, Store
from bot.serving.health import Health
from bot.serving.supervisor import within
from bot.serving.web import Maker, Page
from bot.subscriptions.delivery import Filter, State
from bot.subscriptions.outbox import Outbox

_UNAVAILABLE = 503
_DATABASE = "database"
# Whoever asks does not wait much longer.
_WRITE_SECONDS = 3.0
_SCOPE, _WRITTEN = "health", "written"
_DAY = timedelta(days=1)
# https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
_STATM = Path("/proc/self/statm")
# Asks when the last daily backup was made; ``None`` for never.
BackedUp = Callable[[], Awaitable[datetime | None]]


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Shows how the bot is, to whoever looks after it; nothing of what people say or who they are.

    ``served`` are the names of the platforms: on others, which lost their token, nothing is overdue.
    ``backed_up`` tells when the last daily backup was made; ``None`` if there are to be none.
    """

    health: Health
    metrics: Metrics
    store: Store
    outbox: Outbox
    clock: Clock
    served: frozenset[str]
    backed_up: BackedUp | None = None

    @property
    def pages(self) -> Mapping[str, Maker]:
        """The pages under their paths."""
        return {"/healthz": self._alive, "/readyz": self._ready, "/metrics": self._measured}

    async def _alive(self) -> Page:
        return Page("alive\n")

    async def _ready(self) -> Page:
        """All parts, and what goes on before they can be well; the status is 503 if one of them is not."""
        parts = await self._parts()
        ready = all(parts.values())
        said = {"ready": ready, "parts": parts} | ({"doing": doing} if (doing := self.health.doing) else {})
        return Page(json.dumps(said) + "\n", 200 if ready else _UNAVAILABLE, "application/json")

    async def _measured(self) -> Page:
        parts = await self._parts()
        found = [*self.metrics.counted(), *_of_process(parts)]
        # What was counted can be told without the store.
        with suppress(StoreUnavailable):
            found += [await self._of_backups(), *await self._of_store()]
        return Page(exposition(found), content_type=CONTENT_TYPE)

    async def _parts(self) -> Mapping[str, bool]:
        if await within(self.clock, _WRITE_SECONDS, self._write()):
            self.health.well(_DATABASE)
        else:
            self.health.ill(_DATABASE)
        return self.health.parts

    async def _write(self) -> bool:
        """Whether the database can be written: on a full disk it can still be read."""
        try:
            await self.store.prefer(_SCOPE, _WRITTEN, self.clock.now().isoformat())
        except StoreUnavailable:
            return False
        return True

    async def _of_backups(self) -> Metric:
        made = (_unix(await self.backed_up()) or 0) if self.backed_up else None
        meaning = "When the last daily backup was made, 0 for never; absent if there are to be none."
        return _gauge("digestbot_last_backup_timestamp_seconds", meaning, made)

    async def _of_store(self) -> list[Metric]:
        now = self.clock.now()
        counts = await self.outbox.delivery_counts(Filter(due_since=now - _DAY))
        refused = await self.outbox.delivery_counts(
            Filter(states=frozenset({State.DEAD}), due_since=now - _DAY, news=True, active=True)
        )
        outlook = await self.outbox.outlook(self.served)
        waited = max(timedelta(), now - (outlook.oldest or now)).total_seconds()
        states = tuple(Sample(counts.get(state, 0), {"state": state}) for state in State)
        return [
            Metric(
                "digestbot_deliveries",
                Type.GAUGE,
                "Messages of digests that were due in the last 24 hours; unknown are in doubt.",
                states,
            ),
            _gauge(
                "digestbot_refused_deliveries",
                "Those of them that are dead although their chat wants digests, and not as the time before.",
                sum(refused.values()),
            ),
            _gauge("digestbot_queue_age_seconds", "How long the oldest pending delivery is overdue.", waited),
            _gauge(
                "digestbot_next_slot_timestamp_seconds",
                "When the next digest is due.",
                _unix(outlook.next_at),
            ),
            _gauge("digestbot_essays", "Essays in the library.", await self.store.count()),
        ]


def _of_process(parts: Mapping[str, bool]) -> Iterator[Metric]:
    well = tuple(Sample(is_well, {"part": part}) for part, is_well in parts.items())
    yield Metric("digestbot_well", Type.GAUGE, "Whether a part of the bot does its work.", well)
    version = (Sample(1, {"version": __version__}),)
    yield Metric("digestbot_info", Type.GAUGE, "The version that runs.", version)
    yield _gauge(
        "digestbot_resident_memory_bytes", "Memory that the bot takes, where that is known.", _memory()
    )


def _gauge(name: str, meaning: str, value: float | None) -> Metric:
    """One number without labels; none if it is not known."""
    return Metric(name, Type.GAUGE, meaning, () if value is None else (Sample(value),))


def _unix(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _memory() -> int | None:
    """Resident memory in bytes; ``None`` where the system is not Linux."""
    try:
        return int(_STATM.read_text(encoding="ascii").split()[1]) * PAGESIZE
    except OSError:
        return None
