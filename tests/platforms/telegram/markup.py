"""What the service takes as buttons, inline results and menus."""

import re
from urllib.parse import parse_qs, urlsplit

from tests.platforms.telegram.refusals import Json, Violation
from tests.platforms.telegram.texts import checked, units

_MAX_BUTTONS = 100
_MAX_IN_ROW = 8
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def check_keyboard(markup: Json | None, username: str) -> None:
    """Raises ``Violation`` where an inline keyboard breaks a limit."""
    if markup is None:
        return
    if set(markup) != {"inline_keyboard"}:
        raise Violation(f"the bot has no use for {sorted(markup)}")
    rows: list[list[Json]] = markup["inline_keyboard"]
    if sum(len(row) for row in rows) > _MAX_BUTTONS or any(not 0 < len(row) <= _MAX_IN_ROW for row in rows):
        raise Violation("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button, username)


def payload_of(url: str, username: str) -> str | None:
    """What a deep link to the bot carries; ``None`` for a link to anything else."""
    parts = urlsplit(url)
    if parts.netloc != "t.me" or parts.path.strip("/").lower() != username.lower():
        return None
    payload = parse_qs(parts.query, keep_blank_values=True).get("start", [""])[0]
    if payload and not _START.fullmatch(payload):
        raise Violation(f"start parameter {payload!r} is not 1-64 of A-Za-z0-9_-")
    return payload


def check_link(url: str, username: str) -> None:
    """Raises ``Violation`` for an address that leads nowhere."""
    if urlsplit(url).scheme not in {"http", "https", "tg"}:
        raise Violation(f"BUTTON_URL_INVALID {url!r}")
    payload_of(url, username)
    for shared in parse_qs(urlsplit(url).query).get("url", []):
        payload_of(shared, username)


def check_result(result: Json, username: str) -> None:
    """Raises ``Violation`` where a result of an inline query breaks a limit."""
    if result["type"] != "article" or not 0 < len(str(result["id"]).encode()) <= 64:
        raise Violation(f"RESULT_ID_INVALID {result['id']!r}")
    if not str(result["title"]).strip():
        raise Violation("RESULT_TITLE_EMPTY")
    content = result["input_message_content"]
    checked(content["message_text"], content.get("entities", []))
    check_keyboard(result.get("reply_markup"), username)


def check_commands(commands: list[Json]) -> None:
    """Raises ``Violation`` where a menu breaks a limit (https://core.telegram.org/bots/api#botcommand)."""
    if len(commands) > 100:
        raise Violation("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise Violation(f"BOT_COMMAND_INVALID {command['command']!r}")
        if not 1 <= units(command["description"]) <= 256:
            raise Violation(f"BOT_COMMAND_DESCRIPTION_INVALID of {command['command']}")


def _check_button(button: Json, username: str) -> None:
    if not str(button["text"]).strip():
        raise Violation("a button has no label")
    if len(button) != 2 or not set(button) & {"url", "callback_data"}:
        raise Violation(f"a button does exactly one thing: {sorted(button)}")
    if "url" in button:
        check_link(button["url"], username)
    elif not 1 <= len(button["callback_data"].encode()) <= 64:
        raise Violation("BUTTON_DATA_INVALID")
