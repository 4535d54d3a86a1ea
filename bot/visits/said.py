"""What somebody said, sorted out: a command, a few words, or a text to be digested on the spot."""

import re
from dataclasses import replace
from itertools import islice

from bot.requests import Document, Request, Setting
from digests.folding import letters

_LONGEST_TEXT = 10_000
# A longer message is no title and no search, if it has sentences: in bytes of UTF-8, which are some 130
# Chinese characters or 70 English words.
_LONGEST_WORDS = 400
_FEWEST_SENTENCES = 3
_END = re.compile(r"[。！？…!?\n]+|\.(?=\s|\Z)")
# Control characters, and those that turn the direction of the text around them.
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_COURTESIES = frozenset(
    {"谢谢", "谢谢你", "谢谢您", "谢谢啦", "谢啦", "谢了", "多谢", "感谢", "好", "好的", "收到", "明白"}
    | {"thanks", "thankyou", "manythanks", "thx", "ok", "okay", "great", "gotit"}
)
_KIND_SIGNS = frozenset("👍👌🙏❤😊🎉")
# They say how an emoji is drawn: https://www.unicode.org/reports/tr51
_VARIATIONS = re.compile(r"[\s\ufe0f\U0001f3fb-\U0001f3ff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str) -> str:
    """The text without what no database can hold and no screen should obey, and not endless."""
    text = text[:_LONGEST_TEXT].encode("utf-8", "replace").decode()
    return _CONTROLS.sub(lambda control: " " if control[0].isspace() else "", text).strip()


def is_command(text: str) -> bool:
    """Whether the text begins with a slash."""
    return text.startswith(("/", "／"))


def command_in(text: str) -> tuple[str, str]:
    """The name of the command that a text begins with, and the words behind it."""
    name, *words = text[1:].split(maxsplit=1) or ["help"]
    return name.lower(), "".join(words)


def is_courtesy(text: str) -> bool:
    """Whether it is a word of thanks or the like, to which a kind word is the answer."""
    said = letters(text)
    return said in _COURTESIES if said else bool(text) and _KIND_SIGNS.issuperset(_VARIATIONS.sub("", text))


def is_link(text: str) -> bool:
    """Whether it is the address of a page, and nothing else."""
    return _LINK.fullmatch(text) is not None


def is_long(text: str) -> bool:
    """Whether the text is longer than any title or search."""
    return len(text.encode("utf-8", "replace")) > _LONGEST_WORDS


def is_prose(text: str) -> bool:
    """Whether a summary of the text can be asked for: it is long, and has sentences to choose from."""
    return (
        is_long(text) and sum(1 for _ in islice(_END.finditer(text), _FEWEST_SENTENCES)) == _FEWEST_SENTENCES
    )


def with_pasted(request: Request) -> Request:
    """A message of prose is a document that came with its own text; in a group only behind a command."""
    text = request.text.strip()
    meant = is_command(text) or request.setting is Setting.PRIVATE
    if not is_prose(text) or not meant or request.attached is not None:
        return request

    async def pasted() -> Document:
        return Document("", text.encode("utf-8", "replace"))

    return replace(request, attached=pasted)


def brings_text(request: Request, words: str) -> bool:
    """Whether a command with these words is about a text of somebody's own, and no essay of the library."""
    if words:
        return is_prose(words)
    quoted = request.quoted is not None and request.replied_essay is None
    return request.attached is not None or quoted or request.replied_text
