"""Files of essays that cannot be read: the operator is told of each, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.jobs.notices import Telling
from bot.logs import printable
from bot.shelf.intake import ShelvingReport
from bot.texts import Voice

_Problem = tuple[str, str]
_NAMED = 3
_LONGEST = 120


@dataclass(slots=True)
class Unreadable:
    """Knows what was told.

    A file that holds no essay is told of as soon as it was read, which the store remembers across restarts.
    What may pass by itself (a file that is just being replaced) is told of if it is there at the next look.
    What the first look after a start finds of that kind is not: it was told when it came.
    """

    _told: set[_Problem] = field(default_factory=set[_Problem])
    _before: set[_Problem] | None = None

    def news(self, report: ShelvingReport) -> Telling | None:
        """What to tell after a look, if there is something."""
        problems = set(report.problems)
        refused = {problem for problem in report.problems if problem[0] in report.refused}
        if self._before is None:
            self._told = problems - refused
        lasting = refused | (problems & (self._before or set()))
        fresh = [problem for problem in report.problems if problem in lasting - self._told]
        self._told = (self._told & problems) | set(fresh)
        self._before = problems
        return partial(_said, fresh) if fresh else None


def _said(fresh: Sequence[_Problem], voice: Voice) -> str:
    named = [f"{_ending(printable(key))}: {problem}" for key, problem in fresh[:_NAMED]]
    files = "; ".join([*named, *(["…"] if len(fresh) > _NAMED else [])])
    return voice("operator.unreadable", count=len(fresh), files=files)


def _ending(key: str) -> str:
    """A key, or the end of one that is long: there is the name of the file."""
    return key if len(key) <= _LONGEST else f"…{key[-_LONGEST:]}"
