"""What stands before an essay and says what it is: YAML, TOML, ``[#]:`` lines, a hint box.

Each form gives the same: fields by name in lower case, each with its values as text, and the body.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digests.errors import UnreadableEssay

if TYPE_CHECKING:
    from yaml import Event

# Front matter is short; what is longer is a text between two rules.
_LONGEST = 65_536
# A title, a name or an introduction is no longer than this.
_LONGEST_FACT = 2_000
_YAML = re.compile(r"---[ \t]*\n(?P<text>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<text>.*?\n)?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_UNCLOSED = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*:[ \t\n]|\+\+\+[ \t]*\n[A-Za-z_][\w-]*[ \t]*=")
_BARE = re.compile(r"(?P<text>[A-Za-z_][\w-]*:[ \t\n].*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_BARE_LINE = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)|[ \t#]|- |$")
_COMMENT = re.compile(r"(?P<text>(?:\[#\]:[ \t].*\n?)+)")
_COMMENT_LINE = re.compile(r"\[#\]:[ \t]*([\w-]+)[ \t]*:[ \t]*(.*)")
_HINT = re.compile(
    r"^\{% *hint\b[^{}\n]*%\}\n(?P<text>(?:\*\*[^*\n]+:\*\*.*\n)+)\{% *endhint *%\}\n", re.MULTILINE
)
_HINT_LINE = re.compile(r"\*\*([^*\n]+):\*\*[ \t]*(.*)")
_KEY = re.compile(r"^[A-Za-z_][\w .-]*[ \t]*[:=]", re.MULTILINE)
_TITLE_KEY = re.compile(r"^title:", re.MULTILINE)
_TOML_LINE = re.compile(r"\(at line (\d+)")
_DEEPEST = 20
_WRAPPED = {"(": ")", '"': '"', "'": "'"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields that are stated before the essay, and the body that follows.

    ``subject`` tells fields that state what the essay is about from those that state its title.
    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    body: str = ""

    def first(self, *names: str) -> str | None:
        """The first value of the first of these fields that has one of a length that can be shown."""
        values = (value for name in names for value in self.fields.get(name, ()))
        return next((value for value in values if len(value) <= _LONGEST_FACT), None)


def split(text: str) -> FrontMatter:
    """The front matter and the body of a text.

    Raises UnreadableEssay (``"front-matter"``) with the line where YAML or TOML cannot be read, or
    where front matter begins that has no end.
    """
    start = len(text) - len(text.lstrip("\n \t"))
    lines_before = text.count("\n", 0, start)
    head = text[start : start + _LONGEST]
    fields: dict[str, tuple[str, ...]] = {}
    end = 0
    for form, parse in ((_YAML, _yaml), (_TOML, _toml), (_BARE, _yaml), (_COMMENT, _comments)):
        if (found := form.match(head)) and _is_meant(form, found["text"] or ""):
            fields = parse(
                found["text"] or "", lines_before + head.count("\n", 0, max(found.start("text"), 0))
            )
            end = found.end()
            break
    else:
        if _UNCLOSED.match(head):
            raise _unclosed(head[:3], lines_before + 1)
    return _with_hint(fields, text[start + end :])


def _is_meant(form: re.Pattern[str], text: str) -> bool:
    """Whether this is front matter, and not two rules or a heading that happen to stand on top."""
    if form is _BARE:
        return _TITLE_KEY.search(text) is not None and all(map(_BARE_LINE.match, text.split("\n")))
    return not text.strip() or not text.startswith("\n") or _KEY.search(text) is not None


def _with_hint(fields: dict[str, tuple[str, ...]], body: str) -> FrontMatter:
    """A box of labelled lines under the title states what front matter would."""
    hint = _HINT.search(body, 0, _LONGEST)
    if hint is None or body.count("\n\n", 0, hint.start()) > 1:
        return FrontMatter(fields, body)
    lines = dict(_HINT_LINE.findall(hint["text"]))
    stated = {name.strip().lower(): (value.strip(),) for name, value in lines.items() if value.strip()}
    return FrontMatter({**stated, **fields}, body[: hint.start()] + body[hint.end() :])


def _comments(text: str, _: int) -> dict[str, tuple[str, ...]]:
    fields = {name.lower(): _unwrapped(value.strip()) for name, value in _COMMENT_LINE.findall(text)}
    # What is stated here is the title of the original; a translation has its own above the text.
    if "title" in fields:
        fields["subject"] = fields.pop("title")
    return {name: (value,) for name, value in fields.items() if value}


def _unwrapped(value: str) -> str:
    return value[1:-1].strip() if value and value.endswith(_WRAPPED.get(value[0], "\n")) else value


def _toml(text: str, line: int) -> dict[str, tuple[str, ...]]:
    import tomllib

    if _nesting(text) > _DEEPEST:
        raise _unreadable("it is nested too deeply", line + 1)
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        seen = _TOML_LINE.search(str(error))
        raise _unreadable(str(error), line + int(seen[1]) if seen else None) from error
    return {name.lower(): values for name, value in table.items() if (values := tuple(_texts(value)))}


def _nesting(text: str) -> int:
    return max(
        text.count("[["), max((line.count("[") + line.count("{") for line in text.split("\n")), default=0)
    )


def _texts(value: object) -> Iterator[str]:
    match value:
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            yield from _texts(_name({str(key): each for key, each in value.items()}))
        case None | bool():
            return
        case _:
            if text := str(value).strip():
                yield text


def _name(value: Mapping[str, object]) -> object:
    """What an object is called."""
    return next(
        (value[key] for key in ("name", "nick", "nickname", "title", "login", "id") if key in value), None
    )


def _yaml(text: str, line: int) -> dict[str, tuple[str, ...]]:
    import yaml

    try:
        loaded = _constructed(yaml.parse(text, Loader=_loader()), line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _unreadable(error.problem or str(error), line + mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise _unreadable(str(error), line + 1) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise _unreadable("these are no lines of the form key: value", line + 1)
    return {
        name.strip().lower(): values for name, value in loaded.items() if (values := tuple(_texts(value)))
    }


def _loader() -> type:
    import yaml

    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _constructed(events: "Iterator[Event]", line: int) -> object:
    """Lists, mappings and texts from the events of a YAML stream.

    The library's own constructor recurses, in C without a limit, and follows aliases to any size; here
    an alias is nothing, and all values are text, so a date that does not exist is no error.
    """
    from yaml import events as kinds

    stack: list[tuple[list[object], bool]] = [([], False)]
    for event in events:
        if isinstance(event, kinds.CollectionStartEvent):
            stack.append(([], isinstance(event, kinds.MappingStartEvent)))
            if len(stack) > _DEEPEST:
                raise _unreadable(
                    "it is nested too deeply", line + (event.start_mark.line if event.start_mark else 0) + 1
                )
        elif isinstance(event, kinds.CollectionEndEvent):
            values, is_mapping = stack.pop()
            made = dict(zip(map(str, values[::2]), values[1::2], strict=True)) if is_mapping else values
            stack[-1][0].append(made)
        elif isinstance(event, kinds.ScalarEvent):
            is_null = event.style is None and event.value.lower() in ("", "~", "null", "true", "false")
            stack[-1][0].append(None if is_null else event.value)
        elif isinstance(event, kinds.AliasEvent):
            stack[-1][0].append(None)
    return stack[0][0][0] if stack[0][0] else None


def _unclosed(mark: str, line: int) -> UnreadableEssay:
    return UnreadableEssay(
        "front-matter",
        f"front matter begins here and has no end: put a line {mark} after its last field",
        line,
    )


def _unreadable(problem: str, line: int | None) -> UnreadableEssay:
    return UnreadableEssay(
        "front-matter",
        f"the front matter cannot be read ({problem}): put quotes around a value that holds a colon or a"
        " bracket, and close each quote and bracket",
        line,
    )
