"""One heap for all threads, so that memory which one gives back serves the others.

The GNU C library gives each thread a heap of its own, up to eight for each processor, and what is free in
one is of no use to another: the memory of a bot that works in turns on many threads grows for hours. Other
systems have one heap, or others.
"""

import ctypes
import sys

# https://man7.org/linux/man-pages/man3/mallopt.3.html; the number is that of glibc's malloc.h.
_M_ARENA_MAX = -8


def share_one_heap() -> bool:
    """Have all threads allocate from one heap, where it is glibc's; whether it is.

    To be called before any thread starts: those that have heaps keep them.
    """
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        return False
    return bool(library.mallopt(_M_ARENA_MAX, 1))
