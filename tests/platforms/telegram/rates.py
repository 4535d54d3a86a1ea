"""How many messages the service takes (https://core.telegram.org/bots/faq#broadcasting-to-users).

The service states rough numbers only: 30 in a second in all, about one in a second to a chat after a
short burst (here of five), 20 in a minute to a group.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from math import ceil

OVERALL = 30
BURST = 5
GROUP_MINUTE = 20


@dataclass(slots=True)
class Rates:
    """The log of what was sent when. Instants are seconds of any clock that never goes back."""

    enabled: bool = True
    _all: list[float] = field(default_factory=list)
    _chats: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    # When all that was sent to a chat would have gone out at one message in a second.
    _due: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def wait(self, chat: int, now: float, *, group: bool = False) -> int:
        """Whole seconds to wait before the next message to the chat; 0 lets it pass, and counts it."""
        if not self.enabled:
            return 0
        log = self._chats[chat]
        free = max(
            _free(self._all, OVERALL, 1),
            self._due[chat] - BURST + 1,
            _free(log, GROUP_MINUTE, 60) if group else now,
        )
        if free > now:
            return ceil(free - now)
        self._all.append(now)
        log.append(now)
        self._due[chat] = max(self._due[chat], now) + 1
        return 0


def _free(log: list[float], most: int, seconds: float) -> float:
    """When there is room again where ``most`` may be in so many seconds."""
    return log[-most] + seconds if len(log) >= most else 0.0
