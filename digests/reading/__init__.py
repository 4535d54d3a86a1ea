"""Reading essays: bytes or text in, an Essay out."""

from digests.reading.reader import MAX_BYTES, read

__all__ = ["MAX_BYTES", "read"]
