"""Which files stand still, so that nobody is writing them any more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.ports import Clock, FileStamp, KnownFile
from bot.shelf.folder import Scan

# Of what was moved here or written at once. With the time to notice and to read it, less than two seconds
# pass until an essay that came can be found.
_SECONDS = 0.8
# A file that grew before our eyes, or soon after it stood still, is written in pieces: there may be more.
_PIECES_SECONDS = 5.0
# A file that was renamed during a look may have been seen under neither name: the new one comes first.
_AWAY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Sight:
    """How a file has been since then (``None``: gone), and whether it came to that in pieces."""

    stamp: FileStamp | None
    since: float
    in_pieces: bool = False

    @property
    def still_at(self) -> float:
        """From when on it stands still, if nothing happens."""
        if self.stamp is None:
            return self.since + _AWAY_SECONDS
        return self.since + (_PIECES_SECONDS if self.in_pieces else _SECONDS)


@dataclass(slots=True)
class Stillness:
    """Remembers since when the files that differ from what is known of them have been as they are.

    It goes by when it saw that they changed: the clock that a file's own time is of may be another's.
    """

    clock: Clock
    _sights: dict[str, _Sight] = field(default_factory=dict[str, _Sight])
    _until: float | None = None

    @property
    def soon(self) -> float | None:
        """In how many seconds the next file may stand still; ``None`` if all did at the last look."""
        return None if self._until is None else max(0.0, self._until - self.clock.elapsed())

    def settled(self, found: Scan, known: Mapping[str, KnownFile]) -> Scan:
        """What was found, but each file that does not stand still as it is known, if it is."""
        now = self.clock.elapsed()
        news = {key: self._seen(key, stamp, now) for key, stamp in _news(found, known)}
        lately = {key: sight for key, sight in self._sights.items() if now - sight.since < _PIECES_SECONDS}
        self._sights = {**lately, **news}
        moving = {key: sight.still_at for key, sight in news.items() if sight.still_at > now}
        self._until = min(moving.values(), default=None)
        files = {key: stamp for key, stamp in found.files.items() if key not in moving}
        files |= {key: known[key].stamp for key in moving if _is_there(known.get(key))}
        return Scan(dict(sorted(files.items())), found.problems)

    def _seen(self, key: str, stamp: FileStamp | None, now: float) -> _Sight:
        before = self._sights.get(key)
        if before is None:
            return _Sight(stamp, now)
        if before.stamp == stamp:
            return before
        return _Sight(stamp, now, before.in_pieces or _grew(before.stamp, stamp))


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


def _grew(before: FileStamp | None, now: FileStamp | None) -> bool:
    """Whether something was added to the same file. One that was empty had only been begun."""
    if before is None or now is None or before.inode != now.inode:
        return False
    return 0 < before.size < now.size
