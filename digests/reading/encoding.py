"""Bytes to text: which encoding they are in, by what is certain first.

A byte order mark, then valid UTF-8, then what the document declares, then UTF-8 with a few broken bytes,
then Chinese by its commonest characters, then a guess by the library charset-normalizer among the
encodings that essays come in. What was assumed is said by its name in ``Essay.encoding``.
"""

import codecs
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from digests.errors import UnreadableEssay

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

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
# How files begin that are no text but may be taken for some in a Chinese encoding.
_SIGNATURES = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a Word document, e-book or archive",
    b"PK\x05\x06": "an archive",
    b"{\\rtf": "a rich text document",
    b"\xd0\xcf\x11\xe0": "a Word document of an old kind",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b\x08": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"Rar!\x1a": "an archive",
    b"\xfd7zXZ": "an archive",
    b"\x7fELF": "a program",
}
_CHINESE = ("gb18030", "big5hkscs")
# Of two that fit as well the one that stands first is taken.
_CANDIDATES: tuple[str, ...] = (
    *(
        "gb18030",
        "big5hkscs",
        "big5",
        "shift_jis",
        "euc_jp",
        "euc_kr",
        "cp1252",
        "cp1251",
        "koi8_r",
        "koi8_u",
    ),
    *("cp1250", "cp1253", "cp1255", "cp1256", "tis_620", "iso8859_5", "cp866"),
)
# Characters that make up about a fifth of any Chinese text, in both scripts.
_COMMON = "的是不了在有一人我这這个個们們中大为為来來上和国國说說时時要就出会會，。"
_LEAST_COMMON = 0.05
_MOST_ZEROS = 0.3
_SAMPLE = 65_536
_KANA = re.compile("[\u3041-\u30fa]")
_MOST_KANA = 0.1
# What stands in decoded text for one break: of a character of four bytes at most three are left.
_BREAK = re.compile("\ufffd{1,3}")
_MOST_BROKEN = 0.01
_LEAST_SOUND = 4
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# In two or four bytes each, any bytes are some characters: of what is no text many are of no script.
_WIDE = ("utf-16", "utf-32")
_OF_NO_SCRIPT = frozenset({"Cc", "Cn", "Co", "Cs"})
_MOST_OF_NO_SCRIPT = 0.05


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding it was read as.

    Raises UnreadableEssay: ``"binary"`` for what is no text, ``"encoding"`` where no encoding fits.
    """
    start = data[:_SAMPLE].lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind := next((kind for signature, kind in _SIGNATURES.items() if start.startswith(signature)), None):
        raise _binary(kind)
    text, name = _decoded(data)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 100 > len(sample) or (name.startswith(_WIDE) and _is_noise(sample)):
        raise _binary()
    return text, name


def _is_noise(text: str) -> bool:
    return sum(map(_is_odd, text)) > _MOST_OF_NO_SCRIPT * len(text)


def _is_odd(character: str) -> bool:
    of_no_script = unicodedata.category(character) in _OF_NO_SCRIPT and not character.isspace()
    return of_no_script or character == "\ufffd"


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _strictly(data, name)
            return (text, name) if text is not None else (data.decode(name, "replace"), f"{name}, damaged")
    if (text := _strictly(data, "utf-8")) is not None:
        return text, "utf-8"
    if wide := _wide_units(data):
        return data.decode(wide), wide
    if b"\0" in data:
        raise _binary()
    if (declared := _declared(data)) and (text := _strictly(data, declared)) is not None:
        return text, declared
    return _cut(data) or _damaged(data) or _guessed(data)


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
    "utf-8 utf-16 utf-16-le utf-16-be gb18030 gbk gb2312 big5 big5hkscs cp950 hz shift_jis cp932 euc_jp"
    " iso2022_jp euc_kr cp949 koi8-r koi8-u cp866 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257"
    " cp1258 iso8859-2 iso8859-5 iso8859-7 iso8859-8 iso8859-9 iso8859-15 tis-620 cp874".split()
)


def _cut(data: bytes) -> tuple[str, str] | None:
    """UTF-8 that ends inside a character."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return None
    return None if text.isascii() else (f"{text}\ufffd", "utf-8, damaged")


def _damaged(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few broken bytes, as a bad copy leaves them."""
    text = data.decode("utf-8", errors="replace")
    breaks = len(_BREAK.findall(text))
    sound = text.replace("\ufffd", "")
    if len(sound.encode()) - len(sound) < _LEAST_SOUND * breaks:
        return None
    if breaks > 1 + _MOST_BROKEN * len(text):
        raise _unknown(data)
    return text, "utf-8, damaged"


def _guessed(data: bytes) -> tuple[str, str]:
    """The Chinese encoding that gives the most Chinese text, else what the library thinks likeliest."""
    if not _is_japanese(data) and (name := _likeliest(data, _CHINESE)):
        return data.decode(name), name
    from charset_normalizer import from_bytes

    best = min(from_bytes(data, cp_isolation=list(_CANDIDATES)), key=_unlikeliness, default=None)
    if best is None:
        raise _unknown(data)
    return str(best), _first(best)


def _unlikeliness(match: "CharsetMatch") -> tuple[float, float, int]:
    return round(match.chaos, 2), -match.coherence, _CANDIDATES.index(_first(match))


def _first(match: "CharsetMatch") -> str:
    """Of the encodings that give the same text the first candidate."""
    return min(match.could_be_from_charset, key=_CANDIDATES.index)


def _is_japanese(data: bytes) -> bool:
    """Whether it is full of kana, which EUC-JP and GB 18030 write in the same bytes."""
    sample = (_strictly(data, "gb18030") or "")[:_SAMPLE]
    return len(_KANA.findall(sample)) > _MOST_KANA * len(sample)


def _likeliest(data: bytes, names: Sequence[str]) -> str | None:
    """Of these encodings the one that gives the most Chinese text, if any gives some."""
    name = max(names, key=lambda each: _commonness(data, each))
    return name if _commonness(data, name) >= _LEAST_COMMON else None


def _commonness(data: bytes, name: str) -> float:
    """The share of the commonest characters of Chinese, 0 where the bytes are not in this encoding."""
    sample = (_strictly(data, name) or "")[:_SAMPLE]
    return sum(map(sample.count, _COMMON)) / max(1, len(sample))


def _unknown(data: bytes) -> UnreadableEssay:
    return UnreadableEssay(
        "encoding", "the text is in no encoding that is known here: save it as UTF-8", _broken_line(data)
    )


def _broken_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _binary(kind: str = "no text") -> UnreadableEssay:
    return UnreadableEssay("binary", f"this is {kind}: save the essay as plain text, Markdown or HTML")
