"""How many calls the service takes (developer documentation, Rate Limits).

The sizes of the buckets are not published, and a client has to read them from the headers; these are in
the order of those that are seen. All calls together may be 50 in a second, but for those of interactions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Calls and seconds.
_SIZES = {
    "create_message": (5, 5.0),
    "update_message": (5, 5.0),
    "crosspost_message": (10, 3600.0),
    "delete_message": (5, 1.0),
    "execute_webhook": (5, 2.0),
    "update_webhook_message": (5, 2.0),
    "update_original_webhook_message": (5, 2.0),
    "bulk_set_application_commands": (5, 20.0),
}
_USUAL = (10, 1.0)
_OVERALL = (50, 1.0)
# Neither in a bucket nor counted among all calls.
_FREE = {"create_interaction_response"}


@dataclass(slots=True)
class Flood:
    """A call too many: the seconds to wait."""

    after: float
    overall: bool = False


@dataclass(slots=True)
class _Window:
    """So many calls from its start on."""

    start: float
    count: int = 0


@dataclass(slots=True)
class Rates:
    """Counts the calls. Instants are seconds of any clock that never goes back.

    A bucket is full again so many seconds after the first call that was taken from it.
    """

    enabled: bool = True
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)

    def take(self, operation: str, major: str, now: float) -> Flood | Mapping[str, str]:
        """The headers of the answer, and the call is counted; or that it is one too many.

        ``major`` is the channel, server or webhook: each has buckets of its own.
        """
        if not self.enabled or operation in _FREE:
            return {}
        calls, seconds = _SIZES.get(operation, _USUAL)
        bucket = self._window((operation, major), seconds, now)
        most, second = _OVERALL
        overall = self._window(("", ""), second, now)
        if bucket.count >= calls:
            return Flood(bucket.start + seconds - now)
        if "webhook" not in operation:
            if overall.count >= most:
                return Flood(overall.start + second - now, overall=True)
            overall.count += 1
        bucket.count += 1
        return {
            "X-RateLimit-Bucket": f"bucket-of-{operation}",
            "X-RateLimit-Limit": str(calls),
            "X-RateLimit-Remaining": str(calls - bucket.count),
            "X-RateLimit-Reset-After": f"{bucket.start + seconds - now:.3f}",
        }

    def _window(self, key: tuple[str, str], seconds: float, now: float) -> _Window:
        window = self._windows.get(key)
        if window is None or now >= window.start + seconds:
            window = self._windows[key] = _Window(now)
        return window
