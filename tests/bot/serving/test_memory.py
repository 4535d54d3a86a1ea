"""The memory of many threads."""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from bot.serving.memory import share_one_heap

# What glibc tells of its heaps, while so many threads at once hold what each of them allocated.
THREADS = 4
ALLOCATING = f"""
import ctypes, sys, threading
from bot.serving.memory import share_one_heap
if sys.argv[2] == "shared":
    assert share_one_heap()
library = ctypes.CDLL(None)
library.fopen.restype = library.malloc.restype = ctypes.c_void_p
allocated = threading.Barrier({THREADS} + 1)
told = threading.Barrier({THREADS} + 1)
def allocate():
    assert library.malloc(ctypes.c_size_t(5000))
    allocated.wait()
    told.wait()
for _ in range({THREADS}):
    threading.Thread(target=allocate).start()
allocated.wait()
file = ctypes.c_void_p(library.fopen(sys.argv[1].encode(), b"w"))
assert library.malloc_info(0, file) == 0
assert library.fclose(file) == 0
told.wait()
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "gnu_get_libc_version"),
    reason="the C library here is not glibc",
)
@pytest.mark.parametrize(("manner", "heaps"), [("own", 1 + THREADS), ("shared", 1)])
def test_heaps(manner: str, heaps: int, tmp_path: Path, checkout: Path) -> None:
    """Threads have heaps of their own unless they are told to share one."""
    told = tmp_path / "heaps.xml"
    subprocess.run([sys.executable, "-c", ALLOCATING, told, manner], cwd=checkout, check=True)
    assert told.read_text(encoding="utf-8").count("<heap nr=") == heaps


@pytest.mark.skipif(sys.platform == "linux", reason="this is a system with glibc, or may be")
def test_elsewhere() -> None:
    """Where the C library is another, nothing is done."""
    assert not share_one_heap()
