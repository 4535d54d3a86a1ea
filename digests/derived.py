"""All that is worked out from one essay, in one pass over its text."""

from dataclasses import dataclass
from enum import StrEnum

from digests.keywords import telling
from digests.model import Essay, KeyPoint, Keyword, OneLine, Summary

# Rises when the reader or the ranker gives other results for the same bytes: what was kept under
# an older version is then worked out anew.
VERSION = "5"


class Length(StrEnum):
    """How long a summary is, in characters that are not white space (or words)."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Derived:
    """An essay with its summaries, key points and keywords.

    ``line`` is ``None`` where no sentence is short enough. ``summaries`` is in the order of ``Length``.
    ``characters`` counts what is not white space in the blocks; ``minutes`` is the reading time, at
    least 1; ``candidates`` are what keywords are taken from; ``language`` is ``"zh"`` or ``"en"``.
    """

    essay: Essay
    line: OneLine | None
    summaries: tuple[Summary, ...]
    points: tuple[KeyPoint, ...]
    candidates: tuple[Keyword, ...]
    characters: int
    minutes: int
    language: str

    @property
    def keywords(self) -> tuple[str, ...]:
        """The terms it is about, as far as it tells alone."""
        return telling(self.candidates)

    def summary(self, length: Length) -> Summary:
        """The summary of this length."""
        return self.summaries[list(Length).index(length)]
