"""Which files stand still, so that nobody is writing them any more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.ports import Clock, FileStamp, KnownFile
from bot.shelf.folder import Scan

# Whoever writes a file in pieces pauses for less. With the time to notice and to read it, less than two
# seconds pass until an essay that came can be found.
_SECONDS = 0.8
# A file that was renamed during a look may have been seen under neither name: the new one comes first.
_AWAY_SECONDS = 2.0


@dataclass(slots=True)
class Stillness:
    """Remembers since when the files that differ from what is known of them have been as they are.

    It goes by when it saw that they changed: the clock that a file's own time is of may be another's.
    """

    clock: Clock
    _since: dict[str, tuple[FileStamp | None, float]] = field(
        default_factory=dict[str, tuple[FileStamp | None, float]]
    )
    _until: float | None = None

    @property
    def soon(self) -> float | None:
        """In how many seconds the next file may stand still; ``None`` if all did at the last look."""
        return None if self._until is None else max(0.0, self._until - self.clock.elapsed())

    def settled(self, found: Scan, known: Mapping[str, KnownFile]) -> Scan:
        """What was found, but each file that does not stand still as it is known, if it is."""
        now = self.clock.elapsed()
        self._since = {key: self._seen(key, stamp, now) for key, stamp in _news(found, known)}
        ends = {key: since + _patience(stamp) for key, (stamp, since) in self._since.items()}
        moving = {key for key, end in ends.items() if end > now}
        self._until = min((ends[key] for key in moving), default=None)
        files = {key: stamp for key, stamp in found.files.items() if key not in moving}
        files |= {key: known[key].stamp for key in moving if _is_there(known.get(key))}
        return Scan(dict(sorted(files.items())), found.problems)

    def _seen(self, key: str, stamp: FileStamp | None, now: float) -> tuple[FileStamp | None, float]:
        before = self._since.get(key)
        return before if before is not None and before[0] == stamp else (stamp, now)


def _news(found: Scan, known: Mapping[str, KnownFile]) -> Iterator[tuple[str, FileStamp | None]]:
    """The files that are not as they are known, and how they are; ``None`` for what has gone."""
    for key, stamp in found.files.items():
        file = known.get(key)
        if file is None or file.hidden or file.stamp != stamp:
            yield key, stamp
    for key, file in known.items():
        if _is_there(file) and key not in found.files:
            yield key, None


def _is_there(file: KnownFile | None) -> bool:
    """Whether, as far as is known, there is such a file."""
    return file is not None and not file.hidden


def _patience(stamp: FileStamp | None) -> float:
    return _AWAY_SECONDS if stamp is None else _SECONDS
