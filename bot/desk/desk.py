"""The desk: every request is answered here, whichever platform it comes from."""

import logging
from asyncio import Semaphore, gather
from dataclasses import dataclass, field, replace
from hashlib import sha256
from random import Random
from zoneinfo import ZoneInfo

from bot.commands import offering
from bot.commands.settings import ASKER, BUTTONS
from bot.desk import routing
from bot.desk.door import Door
from bot.errors import BotError, IndexUnavailable, StoreUnavailable
from bot.metrics import Metrics
from bot.ports import Clock, Store, Suggestion
from bot.replies import Kind, Offers, Reply, Text
from bot.requests import Request, Setting
from bot.shelf.library import Library
from bot.subscriptions.outbox import Outbox
from bot.subscriptions.subscription import WAITING
from bot.texts import Language, Voice, language_of, speak
from bot.visits.said import cleaned, command_in, is_command, with_pasted
from bot.visits.visit import SPOKEN, Visit, person_scope, settings_scope
from bot.visits.waking import wake
from digests.derived import Length

_log = logging.getLogger(__name__)
# Working on two large texts at once would keep everybody else waiting for the interpreter.
_READ_AT_ONCE = 1


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
        if routing.is_anothers(request):
            return routing.SILENCE
        voice = self._voice(request)
        wait = self.door.wait(request, self.clock.elapsed())
        if wait is not None:
            return _slowed(voice, wait)
        if not self.welcomes(request):
            return Reply(Kind.NOTICE, (Text(voice("door.closed")),), private=True)
        try:
            visit = await self._visit(with_pasted(request))
            voice = visit.voice
            await self._note_language(visit)
            woken = await wake(visit) if visit.waiting else ()
            reply = await routing.answer(visit)
            if reply.nodes:
                reply = replace(reply, nodes=(*woken, *reply.nodes))
            await self._keep_actions(visit)
        except (StoreUnavailable, IndexUnavailable) as error:
            _tell("answering", error)
            return _trouble(voice("trouble.store"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            return self.apology(request, error, voice)
        return reply

    def apology(self, request: Request, error: Exception, voice: Voice | None = None) -> Reply:
        """What to say when a fault of ours kept a request from its answer, or the answer from being shown.

        The log gets it under the code that the person is told.
        """
        code = sha256(f"{self.clock.now()}{request}".encode()).hexdigest()[:6]
        _log.error("trouble %s while answering: %s", code, error, exc_info=_trace(error))
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
        except Exception as error:  # noqa: BLE001 - there is no place for a word about it where somebody types
            _tell("offering", error)
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
        except Exception as error:  # noqa: BLE001 - as above
            _tell("suggesting", error)
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

    async def _note_language(self, visit: Visit) -> None:
        """Remember the language of whoever manages the bot, for what they are told unasked."""
        spoken = language_of(visit.request.language)
        if spoken is None or not (visit.posts and self.door.is_admin(visit.request)):
            return
        if (await self.store.preferences(visit.person)).get(SPOKEN) != spoken:
            await self.store.prefer(visit.person, SPOKEN, spoken)

    async def _keep_actions(self, visit: Visit) -> None:
        await gather(*(self.store.keep_action(data, visit.now) for data in sorted(visit.long_actions)))


def _tell(doing: str, error: Exception) -> None:
    _log.error("trouble while %s: %s", doing, error, exc_info=_trace(error))


def _trace(error: Exception) -> Exception | None:
    """What the operator can mend is told in a line, all else with its trace."""
    return None if isinstance(error, BotError) else error


def _slowed(voice: Voice, seconds: int) -> Reply:
    """How long to wait; nothing if that was said already."""
    said = (Text(voice("door.slow", seconds=seconds)),) if seconds else ()
    return Reply(Kind.NOTICE, said, private=True)


def _trouble(said: str) -> Reply:
    return Reply(Kind.ERROR, (Text(said),), private=True)
