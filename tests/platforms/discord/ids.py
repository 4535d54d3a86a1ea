"""Snowflakes: the numbers of everything, with the time in them (developer documentation, Reference)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock
from bot.ports import Clock

# The first second of 2015, from which the service counts.
EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Ids:
    """Snowflakes, each later than the one before."""

    clock: Clock = field(default_factory=SystemClock)
    _given: int = 0

    def new(self) -> str:
        """The next one."""
        self._given += 1
        milliseconds = int((self.clock.now() - EPOCH).total_seconds() * 1000)
        return str(milliseconds << 22 | self._given & 0x3FFFFF)


def time_of(snowflake: str) -> datetime:
    """When this was given."""
    return EPOCH + timedelta(milliseconds=int(snowflake) >> 22)


def shard_of(guild_id: str, shards: int) -> int:
    """The shard that hears of a server (developer documentation, Gateway, sharding)."""
    return (int(guild_id) >> 22) % shards


def moment(snowflake: str) -> str:
    """When this was given, as the API writes it."""
    return time_of(snowflake).isoformat()
