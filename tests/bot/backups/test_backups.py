"""Backups: made beside writers, and checked."""

import asyncio
import json
import os
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile, is_zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import __version__
from bot.backups.backup import back_up, born, unpack
from bot.errors import StoreUnavailable, UnusableFile
from bot.stores.schema import REVISIONS
from bot.stores.sqlite import open_store
from tests.databases import made, titles
from tests.essays import NOON, adding


def test_round(database: Path, tmp_path: Path) -> None:
    """What is unpacked is what was there; the label says what it is, and nothing is left beside it."""
    folder = tmp_path / "there"
    folder.mkdir()
    label = back_up(database, folder / "b.zip", NOON)
    assert (label.version, label.revision, label.made_at) == (__version__, REVISIONS[-1], NOON)
    assert made(folder) == ["b.zip"]
    assert unpack(folder / "b.zip", tmp_path / "again") == label
    assert titles(tmp_path / "again") == ["风筝"]
    assert born(folder / "b.zip") == label.born != ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permission bits")
def test_private(database: Path, tmp_path: Path) -> None:
    """Nobody else can read a backup, nor what comes out of it."""
    back_up(database, tmp_path / "b.zip", NOON)
    unpack(tmp_path / "b.zip", tmp_path / "again")
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("b.zip", "again")} == {0o600}


async def test_beside_a_writer(database: Path, tmp_path: Path) -> None:
    """A backup that is made while others write holds whole transactions, each with all before it."""
    store = open_store(database)

    async def write() -> None:
        for number in range(60):
            await store.apply([adding(f"{number}x", "x" * 5000 + str(number)), adding(f"{number}y")], NOON)

    writing = asyncio.create_task(write())
    files = [tmp_path / f"{number}.zip" for number in range(4)]
    for file in files:
        await asyncio.to_thread(back_up, database, file, NOON)
    await writing
    await store.close()
    counts = list[int]()
    for file in files:
        unpack(file, file.with_suffix(".db"))
        counts.append(len(titles(file.with_suffix(".db"))))
    assert counts == sorted(counts)
    assert all(count % 2 == 1 for count in counts)


def test_in_the_way(database: Path, tmp_path: Path) -> None:
    """A file that is there is not written over."""
    (tmp_path / "b.zip").write_text("mine", encoding="utf-8")
    with pytest.raises(UnusableFile, match="there already"):
        back_up(database, tmp_path / "b.zip", NOON)
    assert (tmp_path / "b.zip").read_text(encoding="utf-8") == "mine"


def test_nothing_to_back_up(tmp_path: Path) -> None:
    """Without a database there is no backup, and none is made of nothing."""
    with pytest.raises(StoreUnavailable, match="no database yet"):
        back_up(tmp_path / "digestbot.sqlite3", tmp_path / "b.zip", NOON)
    assert made(tmp_path) == []


def test_damaged_database(database: Path, tmp_path: Path) -> None:
    """A damaged database makes no backup that looks like a good one."""
    data = bytearray(database.read_bytes())
    data[4096 * 2 : 4096 * 4] = b"\xff" * 4096 * 2
    database.write_bytes(data)
    with pytest.raises(StoreUnavailable, match="damaged"):
        back_up(database, tmp_path / "b.zip", NOON)
    assert made(tmp_path) == ["data"]


def test_broken_off(database: Path, tmp_path: Path) -> None:
    """One that is broken off leaves nothing."""
    with pytest.raises(StoreUnavailable):
        back_up(database, tmp_path / "b.zip", NOON, lambda: True)
    assert made(tmp_path) == ["data"]


def test_garbled(database: Path, tmp_path: Path) -> None:
    """One that the disk does not hold as it was written is none, and it is said to look at the disk."""
    with closing(sqlite3.connect(database)) as other:
        other.execute("UPDATE content SET data = randomblob(3000000)")
        other.commit()

    garbled = list[Path]()

    def garble() -> bool:
        for archive in () if garbled else filter(is_zipfile, tmp_path.glob(".backup-b-*/backup.zip")):
            data = bytearray(archive.read_bytes())
            data[len(data) * 3 // 4] ^= 255
            archive.write_bytes(data)
            garbled.append(archive)
        return False

    with pytest.raises(StoreUnavailable, match=r"b\.zip.*check the disk"):
        back_up(database, tmp_path / "b.zip", NOON, garble)
    assert made(tmp_path) == ["data"]


@cache
def packed() -> tuple[bytes, bytes]:
    """A small backup, and the database in it."""
    with TemporaryDirectory() as folder:
        open_store(Path(folder) / "db")
        back_up(Path(folder) / "db", Path(folder) / "b.zip", NOON)
        unpack(Path(folder) / "b.zip", Path(folder) / "again")
        return (Path(folder) / "b.zip").read_bytes(), (Path(folder) / "again").read_bytes()


def outcome(data: bytes) -> bytes | None:
    """What comes out of a backup; ``None`` if it is refused."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "b.zip").write_bytes(data)
        try:
            unpack(Path(folder) / "b.zip", Path(folder) / "again")
        except UnusableFile:
            return None
        return (Path(folder) / "again").read_bytes()


@given(st.data())
def test_flipped(data: st.DataObject) -> None:
    """Whatever byte of a backup is changed, it is refused, or nothing else comes out of it."""
    whole, database = packed()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert outcome(bytes(changed)) in {None, database}


def test_pointing_outside() -> None:
    """The end of the archive, which says where all the rest is, is not believed where it cannot be right."""
    whole, database = packed()
    for place in range(len(whole) - 22, len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            assert outcome(bytes(changed)) in {None, database}


@given(st.data())
def test_cut(data: st.DataObject) -> None:
    """A backup that is cut short is refused."""
    whole, _ = packed()
    assert outcome(whole[: data.draw(st.integers(0, len(whole) - 1))]) is None


@pytest.mark.parametrize(
    ("label", "says"),
    [
        (None, "damaged"),
        ("{", "label"),
        ({"version": "1"}, "label"),
        ({"version": "1", "revision": "0001", "bytes": 3, "sha256": "0" * 64}, "size"),
        ({"version": "1", "revision": "0001", "bytes": 4, "sha256": "0" * 64}, "checksum"),
    ],
)
def test_forged(tmp_path: Path, label: object, says: str) -> None:
    """An archive whose label does not fit its database is refused."""
    file = tmp_path / "b.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("digestbot.sqlite3", b"abcd")
        if isinstance(label, dict):
            label = json.dumps({**label, "made_at": NOON.isoformat()})
        if label:
            archive.writestr("backup.json", str(label))
    with pytest.raises(UnusableFile, match=says):
        unpack(file, tmp_path / "again")


def test_bomb(tmp_path: Path) -> None:
    """An archive that would unpack to more than there is room for is refused before it is unpacked."""
    file, size = tmp_path / "b.zip", 10**15
    label = {"version": "1", "revision": "0001", "bytes": size, "sha256": "0" * 64}
    with ZipFile(file, "w") as archive:
        archive.writestr("digestbot.sqlite3", b"abcd")
        archive.writestr("backup.json", json.dumps({**label, "made_at": NOON.isoformat()}))
        archive.getinfo("digestbot.sqlite3").file_size = size
    with pytest.raises(StoreUnavailable, match="make room"):
        unpack(file, tmp_path / "again")
    assert (tmp_path / "again").stat().st_size == 0


def test_other_members(database: Path, tmp_path: Path) -> None:
    """What else is in an archive, under whatever path, is not unpacked."""
    file, target = tmp_path / "b.zip", tmp_path / "in" / "again"
    target.parent.mkdir()
    back_up(database, file, NOON)
    with ZipFile(file, "a") as archive:
        for name in ("../escaped", "/tmp/escaped", "link"):  # noqa: S108 - nothing is written there
            archive.writestr(name, b"abcd")
    unpack(file, target)
    assert titles(target) == ["风筝"]
    assert [path.name for path in target.parent.iterdir()] == ["again"]
    assert not (tmp_path / "escaped").exists()
