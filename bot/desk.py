"""The desk: every request is answered here, whichever platform it comes from."""

import logging
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from inspect import signature
from random import Random
from zoneinfo import ZoneInfo

from bot import actions
from bot.commands import COMMANDS, Command
from bot.commands.search import answer as search
from bot.commands.summary import answer as summary
from bot.errors import StoreUnavailable
from bot.library import Library
from bot.ports import Clock, Store
from bot.replies import Kind, Reply, Text
from bot.requests import Action, Request
from bot.texts import Language, Voice, language_of, speak
from bot.visit import Visit, person_scope, settings_scope, shortened
from digests.derived import Length

_log = logging.getLogger(__name__)
_COMMANDS: dict[str, Command] = {command.name: command for command in COMMANDS}
_LONGEST_TEXT = 10_000
# Control characters, and those that turn the direction of the text around them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HELLO = frozenset({"help", "帮助", "幫助", "你好", "您好", "hi", "hello", "?", "？"})


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers requests from the library, the store, a clock and a source of chance.

    ``language`` and ``zone`` hold for whoever chose none and whose platform reports none.
    """

    library: Library
    store: Store
    clock: Clock
    choice: Random
    language: Language = Language.ZH_HANS
    zone: ZoneInfo = ZoneInfo("UTC")

    async def answer(self, request: Request) -> Reply:
        """The reply to a request. Never raises for what people or the store do: it says so kindly."""
        voice = speak(language_of(request.language) or self.language)
        try:
            visit = await self._visit(request)
            voice = visit.voice
            reply = await self._reply(visit)
            for data in visit.long_actions:
                await self.store.keep_action(data, visit.now)
        except StoreUnavailable:
            _log.exception("the store cannot be used")
            return _trouble(voice("trouble.store"))
        except Exception:  # noqa: BLE001 - whatever it is, the person gets an answer and the log the trace
            code = sha256(f"{self.clock.now()}{request}".encode()).hexdigest()[:6]
            _log.exception("trouble %s while answering", code)
            return _trouble(voice("trouble.unexpected", code=code))
        return reply

    async def _visit(self, request: Request) -> Visit:
        person = await self.store.preferences(person_scope(request))
        chosen = await self.store.preferences(settings_scope(request))
        language = chosen.get("language") or person.get("language")
        return Visit(
            request,
            speak(Language(language)) if language else self._voice(request),
            self.library,
            self.store,
            self.clock.now(),
            self.zone,
            self.choice,
            Length(chosen.get("length", Length.MEDIUM)),
        )

    def _voice(self, request: Request) -> Voice:
        return speak(language_of(request.language) or self.language)

    async def _reply(self, visit: Visit) -> Reply:
        request = visit.request
        if request.action:
            return await self._pressed(visit, _clean(request.action))
        text = _clean(request.text)
        if not text.startswith(("/", "／")):
            return await self._plain(visit, text)
        name, *words = text[1:].split(maxsplit=1) or ["help"]
        return await self._command(visit, name.lower(), *words)

    async def _pressed(self, visit: Visit, data: str) -> Reply:
        if actions.is_key(data):
            kept = await self.store.kept_action(data)
            if kept is None:
                return _notice(visit, "button.expired")
            data = kept
        action = actions.decode(data)
        command = _COMMANDS.get(action.verb)
        if command is None or not _accepts(command, action):
            return _notice(visit, "button.unknown")
        return await command.answer(visit, *action.arguments)

    async def _command(self, visit: Visit, name: str, words: str = "") -> Reply:
        command = _COMMANDS.get(name)
        if command is None:
            return _unknown(visit, name)
        arguments = (words,) if words and _accepts(command, Action(name, (words,))) else ()
        return await command.answer(visit, *arguments)

    async def _plain(self, visit: Visit, text: str) -> Reply:
        """Words without a command: the essay if they name exactly one, else a search."""
        if not text:
            return await _COMMANDS["start"].answer(visit)
        if text.lower() in _HELLO:
            return await _COMMANDS["help"].answer(visit)
        found = await self.library.find(text)
        if len(found.exact) != 1 or found.nearest:
            return await search(visit, text)
        reply = await summary(visit, str(found.exact[0].number))
        searching = visit.button(visit.voice("button.search_for", words=shortened(text, 20)), "search", text)
        return replace(reply, buttons=(*reply.buttons, (searching,)))


def _clean(text: str) -> str:
    """The text without what no database can hold and no screen should obey, and not endless."""
    text = text[:_LONGEST_TEXT].encode("utf-8", "replace").decode()
    return _CONTROLS.sub(lambda control: " " if control[0].isspace() else "", text).strip()


def _accepts(command: Command, action: Action) -> bool:
    """Whether the command takes as many arguments as the action brings."""
    try:
        signature(command.answer).bind(None, *action.arguments)
    except TypeError:
        return False
    return True


def _unknown(visit: Visit, name: str) -> Reply:
    near = get_close_matches(name, [command.name for command in COMMANDS if command.listed], n=3, cutoff=0.5)
    said = visit.voice("unknown.near" if near else "unknown.none", name=f"/{shortened(name)}")
    offered = near or ["help"]
    buttons = tuple(visit.button(f"/{command}", command) for command in offered)
    return Reply(Kind.CHOICES, (Text(said),), (buttons,))


def _notice(visit: Visit, key: str) -> Reply:
    start = visit.button(visit.voice("button.help"), "help")
    return Reply(Kind.NOTICE, (Text(visit.voice(key)),), ((start,),))


def _trouble(said: str) -> Reply:
    return Reply(Kind.ERROR, (Text(said),))
