"""What can go wrong when text is read.

::

    DigestsError
    └── UnreadableEssay          this input is no essay: ``reason``, what to do, where
"""

from dataclasses import dataclass


class DigestsError(Exception):
    """Base of all errors that ``digests`` raises on purpose."""


@dataclass(eq=False)
class UnreadableEssay(DigestsError):
    """The input holds no essay that can be read.

    ``reason`` is a stable word for programs and translations (such as ``"empty"`` or
    ``"front-matter"``), ``detail`` says in English what is wrong and what to do about it, and
    ``line`` is the line of the input it was seen on, from 1, where that is known.
    """

    reason: str
    detail: str
    line: int | None = None

    def __str__(self) -> str:
        return self.detail if self.line is None else f"line {self.line}: {self.detail}"
