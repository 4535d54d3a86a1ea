"""What the service refuses about messages, commands and choices, beyond their official description.

Limits: developer documentation, Message, Application Commands, Autocomplete.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.platforms.discord.components import length, problems
from tests.platforms.discord.flags import MessageFlag
from tests.platforms.discord.objects import Message

Json = dict[str, Any]

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
_NAME = re.compile(r"[-_'\w]{1,32}")
_LOCALES = set(
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th"
    " zh-CN ja zh-TW ko".split()
)
_MOST_OF = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
_LARGEST_COMMAND = 8000
_SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS
    | MessageFlag.EPHEMERAL
    | MessageFlag.SUPPRESS_NOTIFICATIONS
    | MessageFlag.COMPONENTS_V2
)


def message_problems(body: Json, before: Message | None = None) -> Iterator[str]:
    """What is refused about a message, or about a change of the message ``before``."""
    flags = MessageFlag(body.get("flags") or 0)
    v2 = MessageFlag.COMPONENTS_V2 in (flags | (before.flags if before else 0))
    components = _as_list(body, "components", before.components if before else ())
    embeds = _as_list(body, "embeds", before.embeds if before else ())
    content = body.get("content", before.content if before else "") or ""
    if flags & ~_SETTABLE:
        yield f"flags: {flags & ~_SETTABLE!r} cannot be set"
    if v2 and (content or embeds or body.get("poll")):
        yield "flags: a message of components v2 has neither content nor embeds nor a poll"
    yield from length("content", content, 0, 2000)
    yield from length("nonce", body.get("nonce"), 0, 25)
    yield from problems(components, v2=v2)
    yield from _embeds(embeds)
    yield from _mentions(body.get("allowed_mentions"))
    if len(body.get("attachments") or ()) > 10:
        yield "attachments: more than 10"


def is_empty(body: Json, files: Mapping[str, object]) -> bool:
    """Whether there is nothing to see in a new message (error 50006)."""
    return not files and not any(
        body.get(part) for part in ("content", "embeds", "components", "sticker_ids")
    )


def pings(body: Json) -> list[str]:
    """Whom the text of a message mentions with effect: mentions count unless the sender turned them off."""
    text = str(body)
    allowed = body.get("allowed_mentions")
    kinds = ["users", "roles", "everyone"] if allowed is None else allowed.get("parse", [])
    patterns = {"users": r"<@!?\d+>", "roles": r"<@&\d+>", "everyone": r"@everyone|@here"}
    found = [mention for kind in kinds for mention in re.findall(patterns[kind], text)]
    named = [*(allowed or {}).get("users", []), *(allowed or {}).get("roles", [])]
    return found + [
        mention for mention in re.findall(r"<@[!&]?\d+>", text) if re.sub(r"\D", "", mention) in named
    ]


def commands_problems(commands: Sequence[Json]) -> Iterator[str]:
    """What is refused about a list of application commands."""
    kinds = Counter(command.get("type", CHAT_INPUT) for command in commands)
    yield from (f"{n} commands of type {kind}" for kind, n in kinds.items() if n > _MOST_OF[kind])
    names = Counter((command.get("type", CHAT_INPUT), command["name"]) for command in commands)
    yield from (f"/{name}: there are two of it" for (_, name), n in names.items() if n > 1)
    for command in commands:
        yield from (f"/{command['name']}: {problem}" for problem in _command(command))


def choices_problems(given: Sequence[Json]) -> Iterator[str]:
    """What is refused about the choices of an option."""
    if len(given) > 25:
        yield f"{len(given)} choices, at most 25"
    for choice in given:
        yield from length("choice: name", choice.get("name"), 1, 100)
        if isinstance(choice.get("value"), str):
            yield from length("choice: value", choice["value"], 1, 100)


def command_size(command: Json) -> int:
    """Characters of a command that count towards 8000: names, descriptions, values, the longest of each."""
    own = sum(
        max(map(len, [command.get(part) or "", *(command.get(f"{part}_localizations") or {}).values()]))
        for part in ("name", "description")
    )
    value = len(command["value"]) if isinstance(command.get("value"), str) else 0
    inner = [*(command.get("options") or ()), *(command.get("choices") or ())]
    return own + value + sum(map(command_size, inner))


def _command(command: Json) -> Iterator[str]:
    if command.get("type", CHAT_INPUT) != CHAT_INPUT:
        yield from length("name", command["name"], 1, 32)
        if command.get("description") or command.get("options"):
            yield "an entry of a context menu has neither description nor options"
    else:
        yield from _described(command)
        yield from _options(command.get("options") or [])
    if (size := command_size(command)) > _LARGEST_COMMAND:
        yield f"{size} characters in all, at most {_LARGEST_COMMAND}"


def _described(part: Json) -> Iterator[str]:
    for name in [part["name"], *(part.get("name_localizations") or {}).values()]:
        if not _NAME.fullmatch(name) or name != name.lower():
            yield f"{name!r} is no name"
    for description in [part.get("description"), *(part.get("description_localizations") or {}).values()]:
        yield from length("description", description, 1, 100)
    for key in ("name_localizations", "description_localizations"):
        unknown = set(part.get(key) or {}) - _LOCALES
        yield from (f"{key}: there is no locale {locale}" for locale in sorted(unknown))


def _options(options: Sequence[Json]) -> Iterator[str]:
    if len(options) > 25:
        yield f"{len(options)} options, at most 25"
    required = [option.get("required", False) for option in options]
    if required != sorted(required, reverse=True):
        yield "required options come first"
    for option in options:
        yield from (f"{option['name']}: {problem}" for problem in _described(option))
        yield from choices_problems(option.get("choices") or [])
        if option.get("choices") and option.get("autocomplete"):
            yield f"{option['name']}: choices and autocomplete exclude each other"


def _embeds(embeds: Sequence[Json]) -> Iterator[str]:
    total = 0
    for embed in embeds:
        fields = embed.get("fields", [])
        parts = [
            ("title", embed.get("title", ""), 256),
            ("description", embed.get("description", ""), 4096),
            ("footer", embed.get("footer", {}).get("text", ""), 2048),
            ("author", embed.get("author", {}).get("name", ""), 256),
            *(("field name", one["name"], 256) for one in fields),
            *(("field value", one["value"], 1024) for one in fields),
        ]
        for what, text, most in parts:
            yield from length(f"embed: {what}", text, 0, most)
        if len(fields) > 25:
            yield "embed: more than 25 fields"
        total += sum(len(text) for _, text, _ in parts)
    if len(embeds) > 10 or total > 6000:
        yield f"{len(embeds)} embeds of {total} characters, at most 10 of 6000"


def _mentions(allowed: Json | None) -> Iterator[str]:
    for kind in ("users", "roles"):
        if allowed and kind in allowed.get("parse", []) and allowed.get(kind):
            yield f"allowed_mentions: {kind} both parsed and listed"


def _as_list(body: Json, key: str, before: Sequence[Json]) -> Sequence[Json]:
    given = body.get(key, before)
    return given if given is not None else ()
