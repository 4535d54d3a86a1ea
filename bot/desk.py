"""The desk: every request is answered here, whichever platform it comes from."""

import logging
import re
from asyncio import Semaphore, gather
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from hashlib import sha256
from inspect import signature
from random import Random
from zoneinfo import ZoneInfo

from bot import actions
from bot.commands import COMMANDS, Command, offering
from bot.commands.settings import ASKER, BUTTONS
from bot.door import Door
from bot.errors import StoreUnavailable
from bot.library import Library
from bot.ports import Clock, Store, Suggestion
from bot.replies import Button, Entry, Kind, Offers, Reply, Text
from bot.requests import Action, Document, Request, Setting
from bot.texts import Language, Voice, language_of, speak
from bot.visit import Visit, person_scope, settings_scope, shortened
from digests.derived import Length

_log = logging.getLogger(__name__)
_COMMANDS: dict[str, Command] = {command.name: command for command in COMMANDS}
_LONGEST_TEXT = 10_000
# A longer message is no title and no search, but a text to digest: in bytes of UTF-8, which are some
# 130 Chinese characters or 70 English words.
_LONGEST_WORDS = 400
# Working on two large texts at once would keep everybody else waiting for the interpreter.
_READ_AT_ONCE = 1
# Control characters, and those that turn the direction of the text around them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HELLO = frozenset({"help", "帮助", "幫助", "你好", "您好", "hi", "hello", "?", "？"})
_ABOUT_ESSAYS = frozenset({Kind.SUMMARY, Kind.POINTS, Kind.PAGE, Kind.DIGEST, Kind.LIST})


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers requests from the library, the store, a clock and a source of chance.

    ``door`` says who is answered. ``language`` and ``zone`` hold for whoever chose none and whose
    platform reports none.
    """

    library: Library
    store: Store
    clock: Clock
    choice: Random
    door: Door = field(default_factory=Door)
    language: Language = Language.ZH_HANS
    zone: ZoneInfo = ZoneInfo("UTC")
    _reading: Semaphore = field(default_factory=lambda: Semaphore(_READ_AT_ONCE))

    def welcomes(self, request: Request) -> bool:
        """Whether requests from there are answered, by more than a line that says they are not."""
        return self.door.welcomes(request)

    async def answer(self, request: Request) -> Reply:
        """The reply to a request. Never raises for what people or the store do: it says so kindly.

        A reply without nodes is not to be sent.
        """
        voice = self._voice(request)
        wait = self.door.wait(request, self.clock.elapsed())
        if wait is not None:
            return _slowed(voice, wait)
        if not self.welcomes(request):
            return Reply(Kind.NOTICE, (Text(voice("door.closed")),))
        try:
            visit = await self._visit(_with_pasted(request))
            voice = visit.voice
            reply = await self._reply(visit)
            await self._keep_actions(visit)
        except StoreUnavailable:
            _log.exception("the store cannot be used")
            return _trouble(voice("trouble.store"))
        except Exception:  # noqa: BLE001 - whatever it is, the person gets an answer and the log the trace
            code = sha256(f"{self.clock.now()}{request}".encode()).hexdigest()[:6]
            _log.exception("trouble %s while answering", code)
            return _trouble(voice("trouble.unexpected", code=code))
        return reply

    async def offers(self, request: Request, words: str, offset: str = "") -> Offers:
        """Essays to choose from while the words are still being typed; without words the latest.

        ``offset`` is what the page before gave as ``following``. Never raises; in trouble there are none.
        """
        if not self.door.lets_type(request, self.clock.elapsed()):
            return Offers(())
        try:
            visit = await self._visit(request)
            found = await offering.offers(visit, _clean(words), offset)
            await self._keep_actions(visit)
        except Exception:  # noqa: BLE001 - there is no place for a word about it where somebody types
            _log.exception("trouble while offering")
            return Offers(())
        return found

    async def suggest(self, request: Request, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """How what is being typed may go on: essays, authors and topics. Never raises, as ``offers``."""
        if not self.door.lets_type(request, self.clock.elapsed()):
            return ()
        try:
            return await offering.suggestions(await self._visit(request), _clean(typed), limit)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("trouble while suggesting")
            return ()

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
            chosen.get(BUTTONS) == ASKER,
            self._reading,
        )

    def _voice(self, request: Request) -> Voice:
        return speak(language_of(request.language) or self.language)

    async def _keep_actions(self, visit: Visit) -> None:
        await gather(*(self.store.keep_action(data, visit.now) for data in sorted(visit.long_actions)))

    async def _reply(self, visit: Visit) -> Reply:
        request = visit.request
        if request.action:
            return await self._pressed(visit, _clean(request.action))
        text = _clean(request.text)
        if _is_command(text):
            name, *words = text[1:].split(maxsplit=1) or ["help"]
            return await self._command(visit, name.lower(), *words)
        if request.attached is not None:
            return await self._do(visit, "here")
        return await self._plain(visit, text)

    async def _pressed(self, visit: Visit, data: str) -> Reply:
        kept = await self._kept(data)
        if kept is None:
            return _notice(visit, "button.expired")
        action = actions.decode(kept)
        if not _can(action):
            return _notice(visit, "button.unknown")
        if visit.asker_only and _asker(visit.request, action) not in {"", visit.request.person}:
            return Reply(Kind.NOTICE, (Text(visit.voice("button.not_yours")),), private=True)
        return await self._do(visit, action.verb, *action.arguments)

    async def _kept(self, data: str) -> str | None:
        """What a button's data stands for; ``None`` if it is not kept any more."""
        return await self.store.kept_action(data) if actions.is_key(data) else data

    async def _command(self, visit: Visit, name: str, words: str = "") -> Reply:
        command = _COMMANDS.get(name)
        if command is None:
            return _unknown(visit, name)
        if name == "start" and words:
            return await self._linked(visit, words)
        if command.on_the_spot and _brings_text(visit.request, words):
            return await self._do(visit, "here", name)
        arguments = (words,) if words and _can(Action(name, (words,))) else ()
        return await self._do(visit, name, *arguments)

    async def _linked(self, visit: Visit, payload: str) -> Reply:
        """What a link carries, if that changes nothing: anybody can make a link and have others press it."""
        data = actions.of_payload(payload)
        kept = await self._kept(data) if data is not None else ""
        if kept is None:
            return _notice(visit, "link.expired")
        action = actions.decode(kept)
        if not _can(action) or not _COMMANDS[action.verb].shareable:
            return await self._do(visit, "start")
        visit.by_link = True
        return await self._do(visit, action.verb, *action.arguments)

    async def _plain(self, visit: Visit, text: str) -> Reply:
        """Words without a command: the essay if they name exactly one, else a search."""
        if not text:
            helping = visit.button(visit.voice("button.help"), "help")
            return Reply(Kind.HELP, (Text(visit.voice("plain.no_text")),), ((helping,),))
        if text.lower() in _HELLO:
            return await self._do(visit, "help")
        found = await self.library.find(text)
        if len(found.exact) != 1 or found.nearest:
            return await self._do(visit, "search", text)
        reply = await self._do(visit, "summary", str(found.exact[0].number))
        searching = visit.button(visit.voice("button.search_for", words=shortened(text, 20)), "search", text)
        return replace(reply, buttons=(*reply.buttons, (searching,)))

    async def _do(self, visit: Visit, verb: str, *arguments: str) -> Reply:
        """What the command answers, with the button that shares it."""
        reply = await _COMMANDS[verb].answer(visit, *arguments)
        return replace(reply, share=_share(visit, Action(verb, arguments), reply), menu=_menu(visit, reply))


def _with_pasted(request: Request) -> Request:
    """A long message is a document that came with its own text; in a group only behind a command."""
    text = request.text.strip()
    meant = _is_command(text) or request.setting is Setting.PRIVATE
    if not _is_long(text) or not meant or request.attached is not None:
        return request

    async def pasted() -> Document:
        return Document("", text.encode("utf-8", "replace"))

    return replace(request, attached=pasted)


def _is_command(text: str) -> bool:
    return text.startswith(("/", "／"))


def _is_long(text: str) -> bool:
    return len(text.encode("utf-8", "replace")) > _LONGEST_WORDS


def _brings_text(request: Request, words: str) -> bool:
    """Whether a command is about a text of somebody's own, and no essay of the library."""
    if words:
        return _is_long(words)
    return request.attached is not None or (request.quoted is not None and request.replied_essay is None)


def _clean(text: str) -> str:
    """The text without what no database can hold and no screen should obey, and not endless."""
    text = text[:_LONGEST_TEXT].encode("utf-8", "replace").decode()
    return _CONTROLS.sub(lambda control: " " if control[0].isspace() else "", text).strip()


def _can(action: Action) -> bool:
    """Whether there is such a command, and it takes as many arguments as the action brings."""
    command = _COMMANDS.get(action.verb)
    if command is None:
        return False
    try:
        signature(command.answer).bind(None, *action.arguments)
    except TypeError:
        return False
    return True


def _asker(request: Request, action: Action) -> str:
    """Who may press, if only one may: whom the message answered; about somebody's text, who asked for it."""
    named = action.arguments[2:] if action.verb == "here" else ()
    return named[0] if named else request.asker


def _share(visit: Visit, action: Action, reply: Reply) -> Button | None:
    """A button that gives others the same: the essay in this view, or the search."""
    label = visit.voice("button.share")
    if reply.kind is Kind.RESULTS:
        return visit.link(label, action.verb, *action.arguments[:1])
    if reply.essay is None or reply.kind not in _ABOUT_ESSAYS:
        return None
    if not _COMMANDS[action.verb].shareable:
        return visit.link(label, "summary", reply.essay.id)
    return visit.link(label, action.verb, reply.essay.id, *action.arguments[1:])


def _menu(visit: Visit, reply: Reply) -> str:
    """What a menu is called that has the reply's essays, or the places of its sentences."""
    essays = any(isinstance(node, Entry) for node in reply.nodes)
    return visit.voice("menu.essays" if essays else "menu.places")


def _unknown(visit: Visit, name: str) -> Reply:
    near = get_close_matches(name, [command.name for command in COMMANDS if command.listed], n=3, cutoff=0.5)
    said = visit.voice("unknown.near" if near else "unknown.none", name=f"/{shortened(name)}")
    offered = near or ["help"]
    buttons = tuple(visit.button(f"/{command}", command) for command in offered)
    return Reply(Kind.CHOICES, (Text(said),), (buttons,))


def _notice(visit: Visit, key: str) -> Reply:
    start = visit.button(visit.voice("button.help"), "help")
    return Reply(Kind.NOTICE, (Text(visit.voice(key)),), ((start,),))


def _slowed(voice: Voice, seconds: int) -> Reply:
    """How long to wait; nothing if that was said already."""
    said = (Text(voice("door.slow", seconds=seconds)),) if seconds else ()
    return Reply(Kind.NOTICE, said, private=True)


def _trouble(said: str) -> Reply:
    return Reply(Kind.ERROR, (Text(said),))
