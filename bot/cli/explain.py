"""``explain``: why each sentence of an essay is in its summary, or is not."""

import argparse
import asyncio
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.cli.explanation_page import page
from bot.cli.session import opened, settings
from bot.errors import BotError
from bot.logs import printable
from bot.shelf.library import derive_content
from bot.shelf.sources import source_of
from digests.derived import Derived, Length
from digests.errors import UnreadableEssay
from digests.explaining import Judged, explain, explain_line

_ONE_LINE = "one-line"
_MOST_PARTS = 6
_MOST_NAMED = 5


def explained(options: argparse.Namespace) -> int:
    """A table of the sentences, or with ``--html`` a page of the essay with the chosen ones marked."""
    path = Path(options.essay)
    derived = _derived(path) if _is_file(path) else asyncio.run(_find(options.essay))
    length = options.length
    judged = explain_line(derived) if length == _ONE_LINE else explain(derived, Length(length))
    if options.html is None:
        print("\n".join(_table(derived, length, judged)))
    else:
        Path(options.html).write_text(page(derived, length, judged), encoding="utf-8")
    return 0


def _is_file(path: Path) -> bool:
    """Whether it is the name of a file, not a title. Raises ``PermissionError``."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except PermissionError:
        raise
    except (OSError, ValueError):
        return False


def _derived(path: Path) -> Derived:
    source = source_of(path)
    for _, content in source.contents(tuple(source.scan().files)):
        if isinstance(content, OSError):
            raise BotError(f"{path} cannot be opened: {content.strerror}") from content
        try:
            return derive_content(content)
        except UnreadableEssay as error:
            raise BotError(f"{path}: {error}") from error
    raise BotError(f"there is no essay in {path}")


async def _find(name: str) -> Derived:
    async with opened(settings()) as bot:
        found = await bot.library.find(name)
        if len(found.exact) == 1:
            return (await bot.library.opened(found.exact[0])).derived
    others = (found.exact or found.nearest)[:_MOST_NAMED]
    listed = "".join(f"\n  {other.number}. {printable(other.facts.title)}" for other in others)
    if found.exact:
        raise BotError(f"several essays are called like that; say which by its number:{listed}")
    raise BotError("there is no such essay; see `digestbot essays list`" + (listed and f", or:{listed}"))


def _table(derived: Derived, length: str, judged: Sequence[Judged]) -> Iterator[str]:
    shown = sum(one.is_shown for one in judged)
    yield printable(derived.essay.title)
    yield f"{length} summary: {shown} of {len(judged)} sentences"
    yield ""
    yield "  no.  score  what became of it, the sentence, what speaks for and against it"
    for number, one in enumerate(judged, start=1):
        mark = "*" if one.is_shown else " "
        point = " (key point)" if one.is_point else ""
        yield f"{mark} {number:>3}  {one.score:5.2f}  {one.reason}{point}"
        yield f"              {printable(one.sentence.text)}"
        yield f"              {_parts(one)}"


def _parts(one: Judged) -> str:
    return " · ".join(f"{name} {value:+.2f}" for name, value in one.parts[:_MOST_PARTS])
