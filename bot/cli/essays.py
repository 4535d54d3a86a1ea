"""``essays list|add|check|remove``: the library from the operator's side."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.progress import progress_bar
from bot.cli.session import opened, settings, warn
from bot.errors import BotError, FolderUnavailable
from bot.logs import printable, spelt
from bot.ports import Content, EssayRecord, RemoveEssay
from bot.shelf.folder import reason
from bot.shelf.intake import ShelvingReport
from bot.shelf.sources import passed_over, source_of
from bot.wiring import Bot
from digests import measure, read, run_in_headings, sentences_of
from digests.errors import UnreadableEssay
from digests.model import BlockKind, Essay


@dataclass(frozen=True, slots=True)
class _Checked:
    """How one file would be read: the essay, or what is wrong with it."""

    file: str
    essay: Essay | None = None
    error: str | None = None


def check(options: argparse.Namespace) -> int:
    """One line per file, and one at the end; exit code 1 if any of them cannot be read."""
    bad = good = 0
    for checked in _checked(options.paths):
        line = json.dumps(_facts(checked), ensure_ascii=False) if options.json else printable(_line(checked))
        print(line, flush=True)
        bad, good = bad + (checked.essay is None), good + (checked.essay is not None)
    if not good + bad:
        raise BotError("no essays there; files end in .md, .txt, .html or .Rmd, or are named one by one")
    if not options.json:
        print(f"{good} can be read, {bad} cannot")
    return 1 if bad else 0


def listing(options: argparse.Namespace) -> int:
    """All essays by number."""
    return asyncio.run(_listing(as_json=options.json))


def add(options: argparse.Namespace) -> int:
    """Add the files; exit code 1 if any of them cannot be read."""
    return asyncio.run(_add([Path(path) for path in options.paths]))


def remove(options: argparse.Namespace) -> int:
    """Take essays out of the library; exit code 1 if a number is not in it."""
    return asyncio.run(_remove(options.numbers))


async def _listing(*, as_json: bool) -> int:
    async with opened(settings()) as bot:
        for record in await bot.store.essays():
            print(json.dumps(_entry(record), ensure_ascii=False) if as_json else _shelf_line(record))
    return 0


async def _add(paths: list[Path]) -> int:
    failed = False
    async with opened(settings()) as bot:
        for path in paths:
            try:
                report = await _shelve(bot, path)
            except FolderUnavailable as error:
                failed = True
                warn(str(error))
                continue
            failed = failed or bool(report.problems)
            print(printable(_report_line(path, report)))
            _say_passed_over(path)
            for key, number in report.copies:
                print(f"  {printable(key)}: is a copy of essay {number}")
            for key, problem in report.problems:
                print(printable(f"  {key}: {problem}"), file=sys.stderr)
    return 1 if failed else 0


async def _shelve(bot: Bot, path: Path) -> ShelvingReport:
    before = await bot.store.count()
    try:
        with progress_bar(printable(path.name), "essays") as progress:
            return await bot.add(path, progress)
    except asyncio.CancelledError:
        kept = await bot.store.count() - before
        said = f"{path}: stopped; {kept} essays are kept, the same command goes on from there"
        print(printable(said), file=sys.stderr)
        raise


def _say_passed_over(path: Path) -> None:
    """Files that hold many essays each are added by name only."""
    count = passed_over(path) if path.is_dir() else 0
    if count:
        files = "1 .jsonl file was" if count == 1 else f"{count} .jsonl files were"
        print(f"  {files} passed over: name them to add them")


async def _remove(numbers: list[int]) -> int:
    async with opened(settings()) as bot:
        records = {number: await bot.store.essay(number) for number in dict.fromkeys(numbers)}
        known = [number for number, record in records.items() if record is not None]
        await bot.store.apply([RemoveEssay(number) for number in known], bot.clock.now())
        await bot.library.indexer.follow()
    for number, record in records.items():
        if record is None:
            print(f"there is no essay {number}; see `digestbot essays list`", file=sys.stderr)
        else:
            print(printable(f"removed {number}. {record.facts.title}"))
    if known:
        print("Their files are left alone; `digestbot essays add` of a file brings its essay back.")
    return 0 if len(known) == len(records) else 1


def _checked(paths: list[str]) -> Iterator[_Checked]:
    for name in paths:
        path = Path(name)
        source = source_of(path)
        try:
            found = source.scan()
        except FolderUnavailable as error:
            yield _Checked(name, error=str(error).removeprefix(f"{path}: "))
            continue
        named = name if set(found.files) == {path.name} else None
        for key, content in source.contents(tuple(found.files)):
            yield _check(content, named or _shown(path, key))
        for key, problem in found.problems.items():
            yield _Checked(named or _shown(path, key), error=problem)


def _shown(path: Path, key: str) -> str:
    return str((path if path.is_dir() else path.parent) / key)


def _check(content: Content | OSError, shown: str) -> _Checked:
    if isinstance(content, OSError):
        return _Checked(shown, error=f"it cannot be opened: {reason(content)}")
    try:
        return _Checked(shown, essay=read(content.data, content.name))
    except UnreadableEssay as error:
        return _Checked(shown, error=str(error))


def _facts(checked: _Checked) -> dict[str, Any]:
    essay, file = checked.essay, spelt(checked.file)
    if essay is None:
        stated = "title author date source lead headings blocks sentences characters encoding dropped"
        return {"file": file} | dict.fromkeys(stated.split()) | {"error": checked.error}
    return {
        "file": file,
        "title": essay.title,
        "author": essay.author,
        "date": essay.date.isoformat() if essay.date else None,
        "source": essay.source,
        "lead": essay.lead,
        "headings": [block.text for block in essay.blocks if block.kind is BlockKind.HEADING],
        "run_in_headings": [sentence.text for sentence in run_in_headings(essay)],
        "blocks": len(essay.blocks),
        "sentences": len(sentences_of(essay)),
        "characters": sum(measure(block.text, "zh") for block in essay.blocks),
        "encoding": essay.encoding,
        "dropped": [{"text": dropped.text, "reason": dropped.reason} for dropped in essay.dropped],
        "error": None,
    }


def _line(checked: _Checked) -> str:
    if checked.essay is None:
        return f"FAIL  {checked.file}: {checked.error}"
    facts = _facts(checked)
    about = " · ".join(str(facts[name]) for name in ("author", "source", "date") if facts[name])
    counts = f"{len(facts['headings'])} headings, {facts['sentences']} sentences, {facts['encoding']}"
    return f"ok    {checked.file}: {facts['title']}" + (f" ({about})" if about else "") + f"; {counts}"


def _entry(record: EssayRecord) -> dict[str, Any]:
    facts = record.facts
    return {
        "id": record.number,
        "title": facts.title,
        "author": facts.author,
        "date": facts.date.isoformat() if facts.date else None,
        "source": facts.source,
        "characters": facts.characters,
        "version": record.version,
        "collection": record.collection,
        "key": record.key,
    }


def _shelf_line(record: EssayRecord) -> str:
    facts = record.facts
    about = " · ".join(part for part in (facts.author, facts.date and facts.date.isoformat()) if part)
    return f"{record.number:>5}. {facts.title}" + (f" ({about})" if about else "")


def _report_line(path: Path, report: ShelvingReport) -> str:
    counts = (
        ("added", report.added),
        ("revised", report.revised),
        ("moved", report.moved),
        ("shown again", report.shown),
        ("unchanged", report.unchanged),
        ("already there", len(report.copies)),
        ("not readable", len(report.problems)),
    )
    return f"{path}: " + (
        ", ".join(f"{count} {what}" for what, count in counts if count) or "no essays there"
    )
