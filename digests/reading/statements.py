"""What a source states about its essay: names, dates and sites, from the many ways of writing them."""

import re
from collections.abc import Sequence
from datetime import date

from digests.reading.characters import is_wide

_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'，。；、）)]+|<?[\w.+-]+@[\w-]+\.[\w.-]+>?")
_HOST = re.compile(r"https?://(?:www\.)?([^/\s:?#<>\"'()（）]+)", re.IGNORECASE)
_MONTHS: dict[str, int] = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH}[ -],?\s*(?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE
    ),
)
_TIME = re.compile(
    r"[T\s,，]*(?:\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_WEEKDAY = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?|(?:星期|周)[一二三四五六日天])", re.IGNORECASE
)
_LONGEST_NAME = 60
_LONGEST_STATEMENT = 500


def parse_date(text: str) -> date | None:
    """The date that a text begins with: ISO 8601, RFC 2822, 2021/3/5, 2021年3月5日, March 5, 2021.

    It is the local date as written, whatever the zone. What is no date of the calendar is ``None``.
    """
    return _dated(text)[0]


def only_date(text: str) -> date | None:
    """The date of a line that says nothing else, save a weekday and a time."""
    found, rest = _dated(text) if len(text) <= _LONGEST_NAME else (None, "")
    rest = _WEEKDAY.sub("", rest).strip()
    return found if found and _TIME.fullmatch(rest) else None


def _dated(text: str) -> tuple[date | None, str]:
    text = _WEEKDAY.sub("", text[:_LONGEST_NAME]).strip()
    for form in _DATES:
        if found := form.match(text):
            month = found["month"].lower()[:3]
            try:
                day = date(int(found["year"]), _MONTHS.get(month) or int(month), int(found["day"]))
            except ValueError:
                return None, text
            return day, text[found.end() :].lstrip("日")
    return None, text


def names(values: Sequence[str]) -> str | None:
    """The names of one or several people, without addresses, as they are written side by side."""
    found = [name for value in values if (name := clean_name(value))]
    return ("、" if any(map(is_wide, "".join(found))) else ", ").join(found) or None


def clean_name(text: str) -> str | None:
    """A name without links, addresses and the sign of a handle."""
    if len(text) > _LONGEST_STATEMENT:
        return None
    text = _ADDRESS.sub("", unlinked(text)).replace("<>", "").replace("()", "")
    text = " ".join(text.split()).strip(" @,，;；:：-—/|（）()").strip()
    return text if 0 < len(text) <= _LONGEST_NAME else None


def unlinked(text: str) -> str:
    """Text of Markdown with its links' words only."""
    return _LINK.sub(r"\1", text)


def site(text: str) -> str | None:
    """The name of a site or publication; of an address, its host."""
    if len(text) > _LONGEST_STATEMENT:
        return None
    if host := _HOST.search(text):
        label = _ADDRESS.sub("", unlinked(text)).strip(" :：,，-—|()（）")
        return label if label and not label.lower().startswith("view on") else host[1].lower()
    return clean_name(text)


def host(text: str) -> str | None:
    """The host of the first address in a text."""
    found = _HOST.search(text)
    return found[1].lower() if found else None
