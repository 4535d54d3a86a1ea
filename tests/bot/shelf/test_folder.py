"""What a folder of essays shows of itself."""

import os
from pathlib import Path

import pytest

from bot.errors import FolderUnavailable
from bot.shelf.folder import key_in, load, scan
from digests.reading import MAX_BYTES

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows names and links work in other ways")


def write(folder: Path, *keys: str) -> None:
    """Leave a small file under each key."""
    for key in keys:
        (folder / key).parent.mkdir(parents=True, exist_ok=True)
        (folder / key).write_text(key)


def test_seeds(seeds: Path) -> None:
    """The seeds are found in the order of their names, with their sizes."""
    found = scan(seeds)
    assert [key[:3] for key in found.files] == ["000", "001", "002", "003", "004"]
    assert all(len(load(seeds, key)) == stamp.size for key, stamp in found.files.items())
    assert found.problems == {}


def test_names(tmp_path: Path) -> None:
    """Essays in all folders are found by their endings, in the order of their keys; hidden ones are not."""
    essays = ["a.md", "b/c.TXT", "b/d/e.Rmd", "b.html", "一.markdown", "Z.htm", "q.qmd", "x.mdx"]
    write(
        tmp_path,
        *essays,
        "photo.jpg",
        "notes",
        ".hidden.md",
        ".git/readme.md",
        "b/.draft.txt",
        "c.md/inner.md",
    )
    assert list(scan(tmp_path).files) == sorted([*essays, "c.md/inner.md"])


def test_one_file(tmp_path: Path) -> None:
    """A file named outright is taken whatever its ending; its key is its name."""
    write(tmp_path, "b.md", "essay.text")
    path = tmp_path / "essay.text"
    assert list(scan(path).files) == ["essay.text"]
    assert load(path, "essay.text") == b"essay.text"


def test_stamp(tmp_path: Path) -> None:
    """A stamp stays while the file does, and changes with its size or its time."""
    write(tmp_path, "a.md")
    first = scan(tmp_path).files["a.md"]
    assert scan(tmp_path).files["a.md"] == first
    os.utime(tmp_path / "a.md", ns=(0, first.modified_ns + 1_000_000_000))
    second = scan(tmp_path).files["a.md"]
    assert (second.size, second != first) == (first.size, True)


def test_stamp_of_an_edit_in_disguise(tmp_path: Path) -> None:
    """A stamp changes with an edit that keeps the length, and after which the old time is put back."""
    path = tmp_path / "a.md"
    write(tmp_path, "a.md")
    first, look = scan(tmp_path).files["a.md"], path.stat()
    while path.stat().st_ctime_ns == look.st_ctime_ns:
        path.write_text("b.md")
        os.utime(path, ns=(look.st_atime_ns, look.st_mtime_ns))
    assert path.stat().st_mtime_ns == look.st_mtime_ns
    assert scan(tmp_path).files["a.md"] != first


def test_stamp_of_another_file(tmp_path: Path) -> None:
    """Files of one length and time that swap their names swap nothing that hides it."""
    write(tmp_path, "a.md", "b.md")
    for key in ("a.md", "b.md"):
        os.utime(tmp_path / key, ns=(0, 2**62))
    first = scan(tmp_path).files
    for old, new in (("a.md", "c.md"), ("b.md", "a.md"), ("c.md", "b.md")):
        (tmp_path / old).rename(tmp_path / new)
    second = scan(tmp_path).files
    assert all(first[key] != second[key] for key in first)


def test_key_in(tmp_path: Path) -> None:
    """A path's key in a folder is the one it is found by there; what is passed over has none."""
    write(tmp_path, "a/b.md", "a/c.jpg", ".d/e.md")
    assert key_in(tmp_path, tmp_path) == ""
    assert key_in(tmp_path, tmp_path / "a") == "a"
    assert key_in(tmp_path, tmp_path / "a" / "b.md") == "a/b.md"
    assert {key_in(tmp_path, tmp_path / key) for key in ("a/c.jpg", ".d/e.md", "..")} == {None}
    assert key_in(tmp_path / "a", tmp_path / ".d" / "e.md") is None


def test_missing(tmp_path: Path) -> None:
    """A folder that is not there is an error that names it."""
    with pytest.raises(FolderUnavailable, match="nowhere"):
        scan(tmp_path / "nowhere")


def test_load_gone(tmp_path: Path) -> None:
    """A file that vanished after the scan is an error of the system."""
    with pytest.raises(FileNotFoundError):
        load(tmp_path, "a.md")


def test_load_bounded(tmp_path: Path) -> None:
    """Of a file of a hundred megabytes no more is read than shows that it is too large."""
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(100_000_000)
    assert len(load(tmp_path, "a.md")) == MAX_BYTES + 1


@needs_posix
def test_link_loops(tmp_path: Path) -> None:
    """Links that lead nowhere, to themselves or back up are problems of their own; the rest is read."""
    write(tmp_path, "sub/a.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "lost.md").symlink_to("nowhere.md")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    found = scan(tmp_path)
    assert list(found.files) == ["sub/a.md"]
    assert list(found.problems) == ["loop", "loop.md", "lost.md", "sub/up/"]
    assert "leads back to itself" in found.problems["loop.md"]
    assert all(found.problems.values())


@needs_posix
def test_links(tmp_path: Path) -> None:
    """A link to a file in the folder is read; a folder that was read by its own name is not read again."""
    write(tmp_path, "sub/a.md")
    (tmp_path / "0").symlink_to("sub")
    (tmp_path / "c.md").symlink_to(tmp_path / "sub" / "a.md")
    found = scan(tmp_path)
    assert list(found.files) == ["c.md", "sub/a.md"]
    assert list(found.problems) == ["0/"]
    assert load(tmp_path, "c.md") == b"sub/a.md"


@needs_posix
def test_links_out(tmp_path: Path) -> None:
    """A link that leads out of the folder, or to what is hidden in it, is named and not followed."""
    write(tmp_path, "elsewhere/b.md", "secret", "shelf/a.md", "shelf/.git/config")
    shelf = tmp_path / "shelf"
    leading = {
        "b.md": tmp_path / "elsewhere" / "b.md",
        "env.md": Path("../secret"),
        "config.md": Path(".git/config"),
        "other": tmp_path / "elsewhere",
        "up": Path(".."),
        "git": Path(".git"),
    }
    for name, target in leading.items():
        (shelf / name).symlink_to(target)
    found = scan(shelf)
    assert list(found.files) == ["a.md"]
    assert set(found.problems) == set(leading)
    assert {"out of the folder" in problem for problem in found.problems.values()} == {True}


@needs_posix
def test_link_since_the_scan(tmp_path: Path) -> None:
    """A file or folder that became a link out of the folder after the scan is not read."""
    write(tmp_path, "shelf/a.md", "shelf/sub/b.md", "elsewhere/b.md")
    shelf = tmp_path / "shelf"
    assert list(scan(shelf).files) == ["a.md", "sub/b.md"]
    for name in ("a.md", "sub"):
        (shelf / name).rename(tmp_path / name)
    (shelf / "a.md").symlink_to(tmp_path / "elsewhere" / "b.md")
    (shelf / "sub").symlink_to(tmp_path / "elsewhere")
    for key in ("a.md", "sub/b.md"):
        with pytest.raises(OSError, match="out of the folder"):
            load(shelf, key)


@needs_posix
def test_mounted_by_kubernetes(tmp_path: Path) -> None:
    """A volume whose files lead to a folder beside them with the newest of them is read."""
    write(tmp_path, "..2026_11_21/a.md")
    (tmp_path / "..data").symlink_to("..2026_11_21")
    (tmp_path / "a.md").symlink_to("..data/a.md")
    assert list(scan(tmp_path).files) == ["a.md"]
    assert load(tmp_path, "a.md") == b"..2026_11_21/a.md"


@needs_posix
def test_linked_folder(tmp_path: Path) -> None:
    """The folder itself may be named by a link to it."""
    write(tmp_path, "shelf/a.md")
    (tmp_path / "named").symlink_to("shelf")
    assert list(scan(tmp_path / "named").files) == ["a.md"]
    assert load(tmp_path / "named", "a.md") == b"shelf/a.md"


@needs_posix
def test_many_links(tmp_path: Path) -> None:
    """Folders linked to each other twice at each of thirty levels are each read once."""
    for level in range(30):
        folder = tmp_path / "levels" / f"{level}"
        folder.mkdir(parents=True)
        if level:
            (folder / "x").symlink_to(tmp_path / "levels" / f"{level - 1}")
            (folder / "y").symlink_to(tmp_path / "levels" / f"{level - 1}")
    write(tmp_path, "levels/0/a.md")
    found = scan(tmp_path)
    assert list(found.files) == ["levels/0/a.md"]
    assert len(found.problems) == 2 * 29


@needs_posix
def test_pipe(tmp_path: Path) -> None:
    """A pipe is neither waited for nor read."""
    os.mkfifo(tmp_path / "a.md")
    found = scan(tmp_path)
    assert (dict(found.files), list(found.problems)) == ({}, ["a.md"])
    with pytest.raises(OSError, match="ordinary"):
        load(tmp_path, "a.md")


@needs_posix
def test_odd_name(tmp_path: Path) -> None:
    """A name that is not UTF-8 has a key that can be stored, and is found again by it."""
    name = os.fsencode(tmp_path) + b"/\xb2\xfa\xd2\xb5.txt"
    try:
        with open(name, "wb") as file:  # noqa: PTH123 - a Path takes no bytes
            file.write(b"text")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (key,) = scan(tmp_path).files
    assert key.encode().decode() == key
    assert load(tmp_path, key) == b"text"


@needs_posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path: Path) -> None:
    """A folder that may not be read is a problem; the others are read."""
    write(tmp_path, "a/a.md", "b/b.md")
    (tmp_path / "a").chmod(0)
    found = scan(tmp_path)
    (tmp_path / "a").chmod(0o700)
    assert list(found.files) == ["b/b.md"]
    assert list(found.problems) == ["a/"]
