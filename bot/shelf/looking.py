"""Looking at a collection: which files there are, with what texts, and which essays have these already."""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.ports import KnownFile, Store
from bot.shelf import folder
from bot.shelf.folder import Scan
from bot.shelf.places import Look, unread
from bot.shelf.sources import Source, is_there, source_of
from digests.derived import VERSION


@dataclass(frozen=True, slots=True)
class Seen:
    """A look, and what could not be looked at: by key (that of a folder ends with ``/``), and why."""

    look: Look
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Glance:
    """How many files a folder holds, and how many are unread of them: new, or changed since they were read.

    ``problems`` are of the others (by key) those that cannot be read, and why.
    """

    files: int
    unread: int
    problems: tuple[tuple[str, str], ...]


async def glance(store: Store, path: Path, collection: str) -> Glance:
    """How far the collection is with its folder, told without opening a file.

    Raises ``FolderUnavailable`` and ``StoreUnavailable``.
    """
    found = await asyncio.to_thread(source_of(path).scan)
    known = await store.known_files(collection)
    to_read = frozenset(unread(known, found.files, VERSION))
    refused = {
        key: file.problem
        for key, file in known.items()
        if file.problem and key in found.files and key not in to_read and not file.removed
    }
    return Glance(len(found.files), len(to_read), tuple(sorted({**refused, **found.problems}.items())))


def look_at(source: Source, found: Scan, known: Mapping[str, KnownFile], reader: str) -> Seen:
    """What the files hold now; those that are known and not found are gone."""
    texts, failed = _texts(source, unread(known, found.files, reader))
    problems = {**found.problems, **failed}
    files = {key: stamp for key, stamp in found.files.items() if key not in failed}
    gone = [key for key in known if key not in files and not _is_unseen(key, problems)]
    return Seen(Look(known, files, texts, gone), problems)


def look_by_hand(source: Source, found: Scan, known: Mapping[str, KnownFile], reader: str) -> Seen:
    """What the files that the operator names hold now.

    Of others it is only asked whether they are there still, if their text has turned up. Copies that are
    there still may be where it is, after files that were named before took over each other's names.
    """
    texts, failed = _texts(source, unread(known, found.files, reader))
    named = {key: stamp for key, stamp in found.files.items() if key not in failed}
    others = [file for key, file in known.items() if key not in found.files]
    held = {texts[key] if key in texts else known[key].content_hash for key in named}
    copies = {file.key: file.stamp for file in others if _is_copy(file) and is_there(file.key)}
    gone = [file.key for file in others if file.content_hash in held and not is_there(file.key)]
    return Seen(Look(known, {**copies, **named}, texts, gone, named=named), {**found.problems, **failed})


async def with_elsewhere(store: Store, path: Path, collection: str, look: Look) -> Look:
    """The look, with the essays of other collections that have texts of it.

    A file of the folder at ``path`` itself that was once added by hand is not elsewhere: the folder has
    taken it over.
    """
    held = {file.content_hash for file in look.known.values() if file.number is not None}
    copied = {file.content_hash for key in look.found if (file := look.known.get(key)) and _is_copy(file)}
    holders = await store.holders({*look.texts.values(), *copied} - held)
    others = [file for home, file in holders if home != collection]
    return replace(look, elsewhere=await asyncio.to_thread(_elsewhere, others, path))


def _elsewhere(others: list[KnownFile], path: Path) -> dict[str, KnownFile]:
    inside = folder.key_of(f"{path.resolve()}/")
    found = dict[str, KnownFile]()
    for file in others:
        gone = file.hidden or file.key.startswith(inside) or not is_there(file.key)
        found.setdefault(file.content_hash, replace(file, hidden=gone))
    return found


def _texts(source: Source, keys: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The hashes of the files, and what is the matter with those that cannot be opened."""
    texts, failed = dict[str, str](), dict[str, str]()
    for key, content in source.contents(keys) if keys else ():
        if isinstance(content, OSError):
            failed[key] = folder.reason(content)
        else:
            texts[key] = content.hash
    return texts, failed


def _is_copy(file: KnownFile) -> bool:
    return file.number is None and not file.problem


def _is_unseen(key: str, unseen: Collection[str]) -> bool:
    """Whether the key, or a folder it is in, could not be looked at."""
    return key in unseen or any(folder in unseen for folder in _folders(key))


def _folders(key: str) -> Iterator[str]:
    """The keys of the folders a key is in, the outermost (which has none) first."""
    yield ""
    for position, character in enumerate(key):
        if character == "/":
            yield key[: position + 1]
