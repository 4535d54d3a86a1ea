"""Which parts of the bot do their work: what each has said of itself last."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from bot.ports import Clock


@dataclass(slots=True)
class Health:
    """Keeps what the parts say. A part that is expected and has said nothing is not well.

    ``doing`` is what has to be finished before the bot can be ready, if there is such.
    """

    clock: Clock
    doing: str = ""
    _well_until: dict[str, float] = field(default_factory=dict[str, float])

    def expect(self, *parts: str) -> None:
        """Know that there are these parts."""
        for part in parts:
            self._well_until.setdefault(part, -inf)

    def well(self, part: str, seconds: float = inf) -> None:
        """Know that a part does its work; if it does not say so again within these seconds, it does not."""
        self._well_until[part] = self.clock.elapsed() + seconds

    def ill(self, part: str) -> None:
        """Know that a part does not do its work."""
        self._well_until[part] = -inf

    @property
    def parts(self) -> Mapping[str, bool]:
        """Each part, and whether it is well."""
        now = self.clock.elapsed()
        return {part: now < until for part, until in sorted(self._well_until.items())}
