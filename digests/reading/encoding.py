"""Bytes to text: which encoding they are in, by what is certain first.

A byte order mark, then valid UTF-8, then what the document declares, then a guess by the library
charset-normalizer among the encodings that essays come in. A guess is said to be one by its name
in ``Essay.encoding``.
"""

import codecs
import re
from collections.abc import Sequence

from digests.errors import UnreadableEssay

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
# Web standards read these names as their larger successors (WHATWG Encoding, 4.2).
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
}
_CHINESE = ("gb18030", "big5hkscs")
_CANDIDATES = ("gb18030", "big5hkscs", "big5", "cp1252", "shift_jis", "euc_jp", "euc_kr")
# Characters that make up about a fifth of any Chinese text, in both scripts.
_COMMON = "的是不了在有一人我这這个個们們中大为為来來上和国國说說时時要就出会會，。"
_LEAST_COMMON = 0.05
_MOST_ZEROS = 0.3
_SAMPLE = 65_536
_BROKEN = 0.002
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding it was read as.

    Raises UnreadableEssay: ``"binary"`` for what is no text, ``"encoding"`` where no encoding fits.
    """
    text, name = _decoded(data)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 100 > len(sample):
        raise _binary()
    return text, name


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name
    if (text := _strictly(data, "utf-8")) is not None:
        return text, "utf-8"
    if wide := _wide_units(data):
        return data.decode(wide), wide
    if b"\0" in data:
        raise _binary()
    if (declared := _declared(data)) and (text := _strictly(data, declared)) is not None:
        return text, declared
    return _damaged(data) or _guessed(data)


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide_units(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is nought; of Chinese, line ends are."""
    if len(data) % 2 or b"\0" not in data[:_SAMPLE]:
        return None
    high, low = (data[start:_SAMPLE:2].count(0) for start in (0, 1))
    if max(high, low) > _MOST_ZEROS * min(len(data), _SAMPLE):
        name = "utf-16-be" if high > low else "utf-16-le"
        return name if _strictly(data, name) is not None else None
    return _likeliest(data, ("utf-16-le", "utf-16-be"))


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    return _LARGER.get(name, name) if name in _TEXT_ENCODINGS or name in _LARGER else None


_TEXT_ENCODINGS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be gb18030 gbk gb2312 big5 big5hkscs cp950 hz cp1252 iso8859-15 shift_jis "
    "cp932 euc_jp euc_kr cp949 koi8-r cp1251".split()
)


def _damaged(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few broken bytes, as a cut or a bad copy leaves them."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    has_wide = len(text) - broken < len(data) - broken
    return (text, "utf-8, damaged") if has_wide and broken <= 1 + len(text) * _BROKEN else None


def _guessed(data: bytes) -> tuple[str, str]:
    """The Chinese encoding that gives the most Chinese text, else what the library thinks likeliest."""
    if name := _likeliest(data, _CHINESE):
        return data.decode(name), name
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_CANDIDATES)).best()
    if best is None:
        raise UnreadableEssay(
            "encoding", "the text is in no encoding that is known here: save it as UTF-8", _broken_line(data)
        )
    return str(best), best.encoding


def _likeliest(data: bytes, names: Sequence[str]) -> str | None:
    """Of these encodings the one that gives the most Chinese text, if any gives some."""
    name = max(names, key=lambda each: _commonness(data, each))
    return name if _commonness(data, name) >= _LEAST_COMMON else None


def _commonness(data: bytes, name: str) -> float:
    """The share of the commonest characters of Chinese, 0 where the bytes are not in this encoding."""
    sample = (_strictly(data, name) or "")[:_SAMPLE]
    return sum(map(sample.count, _COMMON)) / max(1, len(sample))


def _broken_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _binary() -> UnreadableEssay:
    return UnreadableEssay("binary", "this is no text: export the essay as plain text, Markdown or HTML")
