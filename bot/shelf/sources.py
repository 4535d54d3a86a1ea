"""Where essays come from: a folder (or one file) of essays, or a file with an essay in each line.

A line of a ``.jsonl`` or ``.jsonl.gz`` file (https://jsonlines.org) is an object with ``title`` and
``body`` (or ``text``, ``content``, or a list of ``paragraphs``), and perhaps ``author``, ``date``, ``source``
and ``id``. Its key is the file's name with its ``id``, else with the number of the line. Lines are read one
by one: the file may be larger than the memory.
"""

import gzip
import json
import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

import msgspec

from bot.errors import FolderUnavailable
from bot.ports import Content, FileStamp
from bot.shelf import folder
from bot.shelf.folder import Scan
from digests.reading import MAX_BYTES

_LINES = (".jsonl", ".jsonl.gz")
# How msgspec names what is missing, and where something of another kind stands.
_MISSING, _NAMED = re.compile(r"required field `(\w+)`"), re.compile(r"`\$\.(\w+)")
_KINDS = {"paragraphs": "a list of texts", "id": "a whole number or text"}


class Source(Protocol):
    """Essays under their keys."""

    def scan(self) -> Scan:
        """Which essays there are. Raises ``FolderUnavailable`` if that cannot be seen."""
        ...

    def contents(self, keys: Sequence[str]) -> Iterator[tuple[str, Content | OSError]]:
        """The bytes of the essays with these keys, or why they cannot be had, one by one."""
        ...


def source_of(path: Path, prefix: str = "") -> Source:
    """What ``path`` names; all keys begin with ``prefix``."""
    source = Lines(path) if path.name.endswith(_LINES) else Folder(path)
    return Below(source, prefix) if prefix else source


def passed_over(folder: Path) -> int:
    """How many files with an essay in each line a folder and the folders in it have: each has to be named."""
    return sum(1 for path in folder.rglob("*.jsonl*") if path.name.endswith(_LINES))


def is_there(key: str) -> bool:
    """Whether the file of an essay is there, as far as its key tells: if it is a whole path."""
    line_of = key.rpartition("#")[0]
    return not Path(key).is_absolute() or folder.is_there(key) or folder.is_there(line_of)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of essay files, or one such file."""

    path: Path

    def scan(self) -> Scan:
        """The essay files. Raises ``FolderUnavailable``."""
        return folder.scan(self.path)

    def contents(self, keys: Sequence[str]) -> Iterator[tuple[str, Content | OSError]]:
        """The files' bytes, in the order of the keys."""
        for key in keys:
            try:
                yield key, _content(folder.load(self.path, key), PurePosixPath(key).name)
            except OSError as error:
                yield key, error


@dataclass(frozen=True, slots=True)
class Below:
    """A source all of whose keys begin alike."""

    source: Source
    prefix: str

    def scan(self) -> Scan:
        """What the source has. Raises ``FolderUnavailable``."""
        found = self.source.scan()
        files = {self.prefix + key: stamp for key, stamp in found.files.items()}
        return Scan(files, {self.prefix + key: problem for key, problem in found.problems.items()})

    def contents(self, keys: Sequence[str]) -> Iterator[tuple[str, Content | OSError]]:
        """What the source gives."""
        for key, content in self.source.contents([key.removeprefix(self.prefix) for key in keys]):
            yield self.prefix + key, content


@dataclass(frozen=True, slots=True)
class Lines:
    """A file with an essay in each line."""

    path: Path

    def scan(self) -> Scan:
        """The lines, as they are told apart by length and checksum. Raises ``FolderUnavailable``."""
        files: dict[str, FileStamp] = {}
        problems: dict[str, str] = {}
        for number, line in self._lines():
            key, entry = self._entry(number, line)
            if isinstance(entry, str):
                problems[key] = entry
            elif key in files:
                problems[f"{key} (line {number})"] = "an earlier line has the same id"
            else:
                files[key] = FileStamp(len(line), zlib.crc32(line))
        return Scan(files, problems)

    def contents(self, keys: Sequence[str]) -> Iterator[tuple[str, Content | OSError]]:
        """The lines' essays, in the order of the file."""
        wanted = set(keys)
        for number, line in self._lines():
            key, entry = self._entry(number, line)
            if key in wanted and isinstance(entry, _Entry):
                wanted.remove(key)
                yield key, _content(entry.as_file(), "line.md")
        for key in sorted(wanted):
            yield key, OSError("the file changed while it was read")

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines that are not empty, with their numbers; one that is too long is cut: it is no JSON."""
        try:
            with self._open() as file:
                for number, line in enumerate(iter(lambda: _line(file), b""), 1):
                    if line.strip():
                        yield number, line
        except (OSError, EOFError, zlib.error) as error:
            raise FolderUnavailable(f"{self.path}: {_unreadable(error)}") from error

    def _open(self) -> BinaryIO | gzip.GzipFile:
        return gzip.open(self.path) if self.path.suffix == ".gz" else self.path.open("rb")

    def _entry(self, number: int, line: bytes) -> "tuple[str, _Entry | str]":
        try:
            entry = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=_Entry)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            return f"{self.path.name}#{number}", _wrong(line, error)
        key = f"{self.path.name}#{number if entry.id is None else entry.id}"
        return key, entry if entry.written else "no body: write the text as `body` or `paragraphs`"


class _Entry(msgspec.Struct):
    """A line. What else it says is passed over."""

    title: str
    body: str = ""
    text: str = ""
    content: str = ""
    paragraphs: Collection[str] = ()
    author: str | None = None
    date: str | None = None
    source: str | None = None
    id: int | str | None = None

    @property
    def written(self) -> str:
        """The text. In a body without empty lines each line is a paragraph."""
        body = self.body or self.text or self.content
        return "\n\n".join((*self.paragraphs, body if "\n\n" in body else body.replace("\n", "\n\n"))).strip()

    def as_file(self) -> bytes:
        """The essay as a file with front matter."""
        stated = {"title": self.title, "author": self.author, "date": self.date, "source": self.source}
        front = "".join(
            f"{name}: {json.dumps(text, ensure_ascii=False)}\n" for name, text in stated.items() if text
        )
        return f"---\n{front}---\n\n{self.written}\n".encode()


def _wrong(line: bytes, error: Exception) -> str:
    """What is the matter with a line that is no essay, and what it should be."""
    if len(line) >= MAX_BYTES:
        return f"this line is longer than an essay may be ({MAX_BYTES // 1_000_000} MB)"
    if _is_halved(line):
        return (
            "this line has half a character (a lone surrogate, \\ud800 to \\udfff): write all of it, or none"
        )
    if not isinstance(error, msgspec.ValidationError):
        return 'this line is no JSON; each line is one object like {"title": "…", "body": "…"}'
    missing, named = _MISSING.search(str(error)), _NAMED.search(str(error))
    if missing:
        return f"no {missing[1]}: write it as `{missing[1]}`"
    if named:
        return f"`{named[1]}` is not what it should be: {_KINDS.get(named[1], 'text in quotation marks')}"
    return 'this line is no object; each line is one like {"title": "…", "body": "…"}'


def _is_halved(line: bytes) -> bool:
    """Whether the line would be JSON but for half a character: one of the two escapes that make one."""
    try:
        json.dumps(json.loads(line), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        return False
    return False


def _unreadable(error: Exception) -> str:
    """What is the matter with the file."""
    if isinstance(error, OSError) and error.errno:
        return folder.reason(error)
    return f"it cannot be read to its end ({error})"


def _line(file: BinaryIO | gzip.GzipFile) -> bytes:
    line = rest = file.readline(MAX_BYTES)
    while len(rest) == MAX_BYTES and not rest.endswith(b"\n"):
        rest = file.readline(MAX_BYTES)
    return line


def _content(data: bytes, name: str) -> Content:
    return Content(sha256(data).hexdigest(), name, data)
