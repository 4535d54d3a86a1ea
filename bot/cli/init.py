"""``init``: the first run. Asks what is not said, has the platforms check the tokens, writes ``.env``."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from getpass import getpass
from pathlib import Path
from tempfile import TemporaryFile

from bot.cli.session import warn
from bot.clock import SystemClock
from bot.errors import BotError, PlatformUnavailable, SettingsError, TokenRefused
from bot.logs import printable
from bot.permissions import nearest, why
from bot.serving import dotfile
from bot.serving.checks import Account
from bot.settings import PREFIX, Settings, load

_FILE = dotfile.FILE
_TELEGRAM, _DISCORD = f"{PREFIX}TELEGRAM_TOKEN", f"{PREFIX}DISCORD_TOKEN"
_TOKENS = frozenset({_TELEGRAM, _DISCORD})
_ADMINS = f"{PREFIX}ADMINS"
_ESSAYS, _DATA = f"{PREFIX}ESSAYS", f"{PREFIX}DATA"
# A path that is not absolute would mean something else in another folder.
_PATHS = frozenset({_ESSAYS, _DATA})
_QUESTIONS: Mapping[str, str] = {
    _TELEGRAM: "Telegram token, from https://t.me/BotFather (nothing is shown; Enter for {unset})",
    _DISCORD: "Discord token, from https://discord.com/developers/applications (as above; Enter for {unset})",
    _ESSAYS: "Folder of the essays (Enter for {unset})",
    f"{PREFIX}TIMEZONE": "Time zone of the readers, such as Asia/Taipei (Enter for {unset})",
    f"{PREFIX}LANGUAGE": "Language of the readers: zh-Hans, zh-Hant, en (Enter for {unset})",
}
_UNSET: Mapping[str, str] = {
    _TELEGRAM: "no Telegram",
    _DISCORD: "no Discord",
    _ESSAYS: "the five that ship",
    f"{PREFIX}TIMEZONE": "Asia/Shanghai",
    f"{PREFIX}LANGUAGE": "zh-Hans",
}
_FLAGS = ("telegram_token", "discord_token", "essays", "data", "timezone", "language", "admins")


@dataclass(frozen=True, slots=True)
class _Checked:
    """A value that can be used; for a token, whose it is, unless that could not be asked."""

    value: str
    account: Account | None = None


def init(options: argparse.Namespace) -> int:
    """Set the bot up in this folder; exit code 1 if that cannot be, with everything as it was."""
    asking = sys.stdin is not None and sys.stdin.isatty()
    before = dotfile.read(_FILE)
    load({}, _FILE)
    if before and not (asking or options.update):
        raise BotError(f"{_FILE} is there already; with --update its other settings stay as they are")
    if before and not options.update:
        print(f"{_FILE} is there already; nothing in it changes before you agree to it at the end.")
    checked = _answers(options, asking=asking)
    values = {key: one.value for key, one in checked.items()}
    after = dotfile.changed(before, values)
    if before and not options.update:
        _confirm(f"Set {', '.join(values) or 'nothing'} in {_FILE} anew?")
    dotfile.write(_FILE, after)
    _tell(checked, served=any(map(_is_set, _TOKENS)))
    return 0


def _answers(options: argparse.Namespace, *, asking: bool) -> dict[str, _Checked]:
    """What is to be set, and how each token was checked."""
    given = {key: text for key in map(_key, _FLAGS) if (text := _given(options, key))}
    check = partial(_check, unchecked=options.unchecked, asking=asking)
    found = {key: check(key, text) for key, text in given.items()}
    if asking:
        for key in _QUESTIONS:
            if key not in given and (answer := _ask(key, check)):
                found[key] = answer
    return found


def _key(flag: str) -> str:
    return PREFIX + flag.upper()


def _name(key: str) -> str:
    return key.removeprefix(PREFIX).lower()


def _given(options: argparse.Namespace, key: str) -> str:
    """What a flag says; a token may also be in the environment, which no list of processes shows."""
    text: str = getattr(options, _name(key)) or (os.environ.get(key, "") if key in _TOKENS else "")
    return text.strip()


def _ask(key: str, check: Callable[[str, str], _Checked]) -> _Checked | None:
    """The answer to a question, asked until it can be used; ``None`` to leave the setting as it is."""
    question = _QUESTIONS[key].format(unset="what is set now" if _is_set(key) else _UNSET[key])
    read = getpass if key in _TOKENS else input
    while answer := _answer(read, f"{question}: "):
        try:
            return check(key, answer)
        except (SettingsError, TokenRefused) as error:
            warn(str(error))
    return None


def _is_set(key: str) -> bool:
    name = _name(key)
    return bool(getattr(load(os.environ, _FILE), name) != getattr(Settings(), name))


def _answer(read: Callable[[str], str], question: str) -> str:
    try:
        return read(question).strip()
    except EOFError as error:
        raise BotError("nothing was changed") from error


def _confirm(question: str) -> None:
    if not _agreed(question):
        raise BotError("nothing was changed")


def _agreed(question: str) -> bool:
    return _answer(input, f"{question} [y/N] ").lower() in {"y", "yes"}


def _check(key: str, text: str, *, unchecked: bool, asking: bool) -> _Checked:
    """The value, if it can be used.

    Raises ``SettingsError``, and for a token ``TokenRefused`` and ``PlatformUnavailable``.
    """
    if key in _PATHS:
        text = str(Path(text).expanduser().absolute())
    chosen = load({**os.environ, key: text}, _FILE)
    if key in _PATHS:
        _check_folder(key, Path(text))
    if key not in _TOKENS or unchecked:
        return _Checked(text)
    try:
        return _Checked(text, asyncio.run(_sign_in(key, chosen)))
    except TokenRefused as error:
        raise TokenRefused(f"{key}: {error}") from error
    except PlatformUnavailable as error:
        if asking and _agreed(f"{error}. Keep the token unchecked?"):
            return _Checked(text)
        raise PlatformUnavailable(f"{error}; --unchecked keeps the token all the same") from error


def _check_folder(key: str, folder: Path) -> None:
    """The essays have to be read, and beside or in what there is of the other folder has to be written."""
    try:
        if key == _ESSAYS:
            os.scandir(folder).close()
        else:
            TemporaryFile(dir=nearest(folder)).close()
    except OSError as error:
        raise SettingsError(f"{key}: {folder} cannot be used ({why(error, folder)})") from error


async def _sign_in(key: str, chosen: Settings) -> Account | None:
    if key == _TELEGRAM and chosen.telegram_token:
        from bot.telegram import checking as telegram

        return await telegram.sign_in(chosen.telegram_token, chosen.telegram_api_root, SystemClock())
    if chosen.discord_token:
        from bot.discord import checking as discord

        return await discord.sign_in(chosen.discord_token, chosen.discord_api_root)
    return None


def _tell(checked: Mapping[str, _Checked], *, served: bool) -> None:
    """Say what was written, and where to go from here."""
    print(f"{_FILE}: written, for you alone to read: {', '.join(checked) or 'nothing is set'}")
    for key, platform in ((_TELEGRAM, "Telegram"), (_DISCORD, "Discord")):
        if key not in checked:
            continue
        account = checked[key].account
        if account is None:
            print(f"{platform}: the token was not checked")
            continue
        print(printable(f"{platform}: {account.name}"))
        for purpose, link in account.links:
            print(printable(f"  {purpose}: {link}"))
    if not served:
        print(f"There is no token, so `digestbot run` has nothing to serve: set {_TELEGRAM} or {_DISCORD}")
        print(f"in {_FILE} (`digestbot init --update` asks for them). `digestbot chat` works without.")
        return
    print("Next: `digestbot doctor` looks whether all is well, `digestbot run` starts the bot.")
    if not _is_set(_ADMINS):
        print(f"To be told when something goes wrong, set {_ADMINS} to your own number: /mydata, said to the")
        print("bot, shows it, and `digestbot init --update --admins telegram:NUMBER` sets it.")
