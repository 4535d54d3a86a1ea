"""The desk: every request is answered here, whichever platform it comes from."""

import logging
from asyncio import Semaphore, gather
from dataclasses import dataclass, field, replace
from hashlib import sha256
from random import Random
from zoneinfo import ZoneInfo

from bot import actions
from bot.commands import (
    BY_NAME,
    arguments_of,
    can,
    help,
    here,
    offering,
    privacy,
    said_plainly,
    typed_as,
    unknown,
)
from bot.commands.settings import ASKER, BUTTONS
from bot.commands.venues import as_guest
from bot.door import Door
from bot.errors import IndexUnavailable, StoreUnavailable
from bot.library import Library
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.ports import Clock, Store, Suggestion
from bot.replies import Button, Entry, Kind, Offers, Reply, Text
from bot.requests import Action, Request, Setting
from bot.said import (
    brings_text,
    cleaned,
    command_in,
    is_command,
    is_courtesy,
    is_link,
    with_pasted,
)
from bot.subscriptions import WAITING
from bot.texts import Language, Voice, language_of, speak
from bot.visit import Visit, person_scope, settings_scope, shortened
from bot.waking import wake
from digests.derived import Length

_log = logging.getLogger(__name__)
# Working on two large texts at once would keep everybody else waiting for the interpreter.
_READ_AT_ONCE = 1
_HELLO = frozenset({"help", "帮助", "幫助", "你好", "您好", "hi", "hello", "?", "？"})
_ABOUT_ESSAYS = frozenset({Kind.SUMMARY, Kind.POINTS, Kind.PAGE, Kind.DIGEST, Kind.LIST})
_SILENCE = Reply(Kind.NOTICE, ())


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers requests from the library, the store, a clock and a source of chance.

    ``door`` says who is answered. ``language`` and ``zone`` hold for whoever chose none and whose
    platform reports none. ``metrics`` counts what is answered.
    """

    library: Library
    store: Store
    outbox: Outbox
    clock: Clock
    choice: Random
    door: Door = field(default_factory=Door)
    language: Language = Language.ZH_HANS
    zone: ZoneInfo = ZoneInfo("UTC")
    metrics: Metrics = field(default_factory=Metrics)
    _reading: Semaphore = field(default_factory=lambda: Semaphore(_READ_AT_ONCE))

    def welcomes(self, request: Request) -> bool:
        """Whether requests from there are answered, by more than a line that says they are not."""
        return self.door.welcomes(request)

    async def answer(self, request: Request) -> Reply:
        """The reply to a request. Never raises for what people or the store do: it says so kindly.

        A reply without nodes is not to be sent.
        """
        began = self.clock.elapsed()
        reply = await self._answer(request)
        if reply.nodes:
            seconds = self.clock.elapsed() - began
            self.metrics.answered(request.address.platform, reply.kind, seconds)
        return reply

    async def _answer(self, request: Request) -> Reply:
        if _is_anothers(request):
            return _SILENCE
        voice = self._voice(request)
        wait = self.door.wait(request, self.clock.elapsed())
        if wait is not None:
            return _slowed(voice, wait)
        if not self.welcomes(request):
            return Reply(Kind.NOTICE, (Text(voice("door.closed")),), private=True)
        try:
            visit = await self._visit(with_pasted(request))
            voice = visit.voice
            woken = await wake(visit) if visit.waiting else ()
            reply = await self._reply(visit)
            if reply.nodes:
                reply = replace(reply, nodes=(*woken, *reply.nodes))
            await self._keep_actions(visit)
        except (StoreUnavailable, IndexUnavailable):
            _log.exception("the data cannot be used")
            return _trouble(voice("trouble.store"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            return self.apology(request, error, voice)
        return reply

    def apology(self, request: Request, error: Exception, voice: Voice | None = None) -> Reply:
        """What to say when a fault of ours kept a request from its answer, or the answer from being shown.

        The log gets the trace, under the code that the person is told.
        """
        code = sha256(f"{self.clock.now()}{request}".encode()).hexdigest()[:6]
        _log.error("trouble %s while answering", code, exc_info=error)
        return _trouble((voice or self._voice(request))("trouble.unexpected", code=code))

    def farewell(self, request: Request) -> Reply:
        """What to say to a request that is not answered any more, because the bot is being stopped."""
        return Reply(Kind.NOTICE, (Text(self._voice(request)("trouble.restart")),), private=True)

    async def offers(self, request: Request, words: str, offset: str = "") -> Offers:
        """Essays to choose from while the words are still being typed; without words the latest.

        ``offset`` is what the page before gave as ``following``. Never raises; in trouble there are none.
        """
        if not self.door.lets_type(request, self.clock.elapsed()):
            return Offers(())
        try:
            visit = await self._visit(request)
            words = cleaned(words)
            words = command_in(words)[1] if is_command(words) else words
            found = await offering.offers(visit, words, offset)
            await self._keep_actions(visit)
        except Exception:  # noqa: BLE001 - there is no place for a word about it where somebody types
            _log.exception("trouble while offering")
            return Offers(())
        return found

    async def suggest(
        self, request: Request, typed: str, limit: int, *, essays: bool = False
    ) -> tuple[Suggestion, ...]:
        """How what is being typed may go on: essays, authors and topics, or ``essays`` alone.

        Never raises, as ``offers``.
        """
        if not self.door.lets_type(request, self.clock.elapsed()):
            return ()
        try:
            visit = await self._visit(request)
            return await offering.suggestions(visit, cleaned(typed), limit, essays=essays)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("trouble while suggesting")
            return ()

    async def voice(self, request: Request) -> Voice:
        """The voice in which a request is answered: in the chosen language, else the reported one."""
        return (await self._visit(request)).voice

    async def _visit(self, request: Request) -> Visit:
        owner, holding = person_scope(request), settings_scope(request)
        person = await self.store.preferences(owner)
        chosen = person if holding == owner else await self.store.preferences(holding)
        language = chosen.get("language") or person.get("language")
        voice = speak(Language(language)) if language else self._voice(request)
        return Visit(
            request,
            self.library,
            self.store,
            self.outbox,
            self.clock.now(),
            self.zone,
            self.choice,
            Length(chosen.get("length", Length.MEDIUM)),
            chosen.get(BUTTONS) == ASKER,
            self._reading,
            voice,
            voice=voice,
            waiting=chosen.get(WAITING, ""),
            shared=request.setting is Setting.GROUP,
        )

    def _voice(self, request: Request) -> Voice:
        return speak(language_of(request.language) or self.language)

    async def _keep_actions(self, visit: Visit) -> None:
        await gather(*(self.store.keep_action(data, visit.now) for data in sorted(visit.long_actions)))

    async def _reply(self, visit: Visit) -> Reply:
        request = visit.request
        if request.action:
            return await self._pressed(visit, cleaned(request.action))
        text = cleaned(request.text)
        if is_command(text):
            return await self._command(visit, *command_in(text))
        if request.attached is not None:
            return await self._do(visit, "here")
        return await self._plain(visit, text)

    async def _pressed(self, visit: Visit, data: str) -> Reply:
        kept = await self._kept(data)
        if kept is None:
            return _notice(visit, "button.expired")
        action = actions.decode(kept)
        if not can(action):
            return _notice(visit, "button.unknown")
        if not await _may_press(visit, action):
            return Reply(Kind.NOTICE, (Text(visit.voice("button.not_yours")),), private=True)
        if action.language in set(Language) and not BY_NAME[action.verb].apart:
            visit.voice = speak(Language(action.language))
        reply = await self._do(visit, action.verb, *action.arguments)
        return _apart(visit, reply) if action.anew else reply

    async def _kept(self, data: str) -> str | None:
        """What a button's data stands for; ``None`` if it is not kept any more."""
        return await self.store.kept_action(data) if actions.is_key(data) else data

    async def _command(self, visit: Visit, typed: str, words: str) -> Reply:
        name = typed_as(typed)
        if name is None:
            return unknown.answer(visit, typed, words)
        if name == "start" and words:
            return await self._linked(visit, words)
        if BY_NAME[name].argument == "essay" and brings_text(visit.request, words):
            return await self._do(visit, "here", name) if BY_NAME[name].on_the_spot else here.only(visit)
        if BY_NAME[name].argument == "essay" and visit.request.replied_wordless and not words:
            return _no_text(visit)
        if BY_NAME[name].argument == "essay" and is_link(words):
            return _notice(visit, "plain.link")
        return await self._do(visit, name, *arguments_of(name, words))

    async def _linked(self, visit: Visit, payload: str) -> Reply:
        """What a link carries, if that changes nothing: anybody can make a link and have others press it."""
        data = actions.of_payload(payload)
        kept = await self._kept(data) if data is not None else ""
        if kept is None:
            return _notice(visit, "link.expired")
        action = actions.decode(kept)
        if not can(action) or not BY_NAME[action.verb].shareable:
            return await self._do(visit, "start")
        visit.by_link = True
        return await self._do(visit, action.verb, *action.arguments)

    async def _plain(self, visit: Visit, text: str) -> Reply:
        """Words without a command: the essay if they name exactly one, else a search."""
        if not text and visit.request.setting is Setting.GROUP:
            return help.in_short(visit)
        if not text:
            return _no_text(visit)
        group = visit.request.setting is Setting.GROUP
        if (meant := said_plainly(text)) is not None:
            return await self._do(visit, meant)
        if text.lower() in _HELLO:
            return help.in_short(visit) if group else await self._do(visit, "help")
        if is_courtesy(text):
            return _SILENCE if group else Reply(Kind.NOTICE, (Text(visit.voice("plain.courtesy")),))
        if is_link(text):
            return _notice(visit, "plain.link")
        found = await self.library.find(text)
        if found.gone:
            return await self._do(visit, "summary", text)
        if len(found.exact) != 1:
            return await self._do(visit, "search", text)
        reply = await self._do(visit, "summary", str(found.exact[0].number))
        searching = visit.button(visit.voice("button.search_for", words=shortened(text, 20)), "search", text)
        return replace(reply, buttons=(*reply.buttons, (searching,)))

    async def _do(self, visit: Visit, verb: str, *arguments: str) -> Reply:
        """What the command answers, with the button that shares it."""
        if BY_NAME[verb].personal and not visit.request.whispers:
            return privacy.elsewhere(visit, verb)
        if visit.request.is_guest and (BY_NAME[verb].posts or BY_NAME[verb].of_place):
            return as_guest(visit)
        if BY_NAME[verb].posts and not visit.posts:
            return _notice(visit, "subscribed.not_here")
        reply = await BY_NAME[verb].answer(visit, *arguments)
        if not visit.posts:
            reply = _without_posts(reply)
        return replace(reply, share=_share(visit, Action(verb, arguments), reply), menu=_menu(visit, reply))


def _is_anothers(request: Request) -> bool:
    """Whether it is a command to some other bot."""
    text = cleaned(request.text)
    return not request.addressed and is_command(text) and typed_as(command_in(text)[0]) is None


async def _may_press(visit: Visit, action: Action) -> bool:
    """Whether the one who presses is the one who was answered, where that matters."""
    request, asker = visit.request, _asker(visit.request, action)
    if asker == request.person or request.setting is Setting.PRIVATE:
        return True
    if BY_NAME[action.verb].own:
        return not asker and request.whispers
    if not (asker and visit.asker_only):
        return True
    # In the name of the group itself it was asked by one of its managers.
    return asker == request.address.chat and await request.may_manage()


def _asker(request: Request, action: Action) -> str:
    """Whom the message answered; of an answer about somebody's text, who asked for it."""
    named = action.arguments[2:] if action.verb == "here" else ()
    return named[0] if named else request.asker


def _share(visit: Visit, action: Action, reply: Reply) -> Button | None:
    """A button that gives others the same: the essay in this view, the search, a digest of their own."""
    label = visit.voice("button.share")
    if reply.kind is Kind.RESULTS:
        words = action.arguments[:1]
        return replace(visit.link(label, action.verb, *words), short=shortened("".join(words)))
    if action.verb == "subscribe" and reply.kind is Kind.SETTINGS:
        return replace(visit.link(label, "offer"), short=visit.voice("start.what"))
    if reply.essay is None or reply.kind not in _ABOUT_ESSAYS:
        return None
    verb, *view = (action.verb, *action.arguments[1:]) if BY_NAME[action.verb].shareable else ("summary",)
    return replace(visit.link(label, verb, reply.essay.id, *view), short=shortened(reply.essay.title, 100))


def _apart(visit: Visit, reply: Reply) -> Reply:
    """The reply as a message of its own; in a group only for the one who pressed, where that can be."""
    return replace(reply, edits=False, private=reply.private or visit.request.setting is Setting.GROUP)


def _without_posts(reply: Reply) -> Reply:
    """The reply without the buttons that lead nowhere where no digests come by themselves."""
    rows = (tuple(key for key in row if not BY_NAME[key.action.verb].posts) for row in reply.buttons)
    return replace(reply, buttons=tuple(row for row in rows if row))


def _menu(visit: Visit, reply: Reply) -> str:
    """What a menu is called that has the reply's essays, or the places of its sentences."""
    essays = any(isinstance(node, Entry) for node in reply.nodes)
    return visit.voice("menu.essays" if essays else "menu.places")


def _notice(visit: Visit, key: str) -> Reply:
    start = visit.button(visit.voice("button.help"), "help")
    return Reply(Kind.NOTICE, (Text(visit.voice(key)),), ((start,),), private=True)


def _no_text(visit: Visit) -> Reply:
    """What to say to a picture, a voice, a sticker."""
    helping = visit.button(visit.voice("button.help"), "help")
    return Reply(Kind.HELP, (Text(visit.voice("plain.no_text")),), ((helping,),))


def _slowed(voice: Voice, seconds: int) -> Reply:
    """How long to wait; nothing if that was said already."""
    said = (Text(voice("door.slow", seconds=seconds)),) if seconds else ()
    return Reply(Kind.NOTICE, said, private=True)


def _trouble(said: str) -> Reply:
    return Reply(Kind.ERROR, (Text(said),), private=True)
