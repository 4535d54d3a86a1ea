"""What happens with each event: the desk is asked, and its answer is brought to where it belongs."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime

import aiohttp
import discord
from discord import InteractionType

from bot.desk.desk import Desk
from bot.discord import asking
from bot.discord.asking import Asked
from bot.discord.calls import Calls, Json, Lost, Refused
from bot.discord.folding import folded
from bot.discord.languages import Languages
from bot.discord.marking import mark_in, mark_of, marked
from bot.discord.offering import ESSAY, MOST_CHOICES, choices, zones
from bot.discord.posting import Poster
from bot.discord.render import Screen, render
from bot.discord.responding import Response, plain
from bot.discord.venues import PLATFORM
from bot.ports import Clock
from bot.replies import Reply
from bot.requests import Request
from bot.serving.background import Background
from bot.serving.supervisor import within

_log = logging.getLogger(__name__)
# So long an interaction waits for the answer itself; the service gives up after three seconds.
_PATIENCE = 1.2
# What is older by our clock is too old to be answered, or our clock is wrong.
_MOST_AGE = 3.0
# When the bot is being stopped, so long it goes on as if it were not.
_LAST_SECONDS = 1.0
# They share transactions of the store; of more at once what happens meanwhile would be heard of too late.
_AT_ONCE = 16
# Behind so many others nobody gets an answer soon, and to promise it to all of them takes time too.
_CROWD = 200
_BAD_REQUEST = 400
# What the network and the service do to us; everything else that goes wrong is a fault of ours.
_TROUBLE = (Refused, Lost, discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
Understand = Callable[[discord.Client, discord.Interaction], Asked]


class Answering:
    """Answers events side by side; one in trouble does not hold up the others."""

    def __init__(
        self,
        client: discord.Client,
        desk: Desk,
        clock: Clock,
        calls: Calls,
        poster: Poster,
        languages: Languages,
    ) -> None:
        self._client = client
        self._desk = desk
        self._clock = clock
        self._calls = calls
        self._poster = poster
        self._languages = languages
        self._background, self._questions = Background(), Background()
        self._closing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    def begin(self, work: Coroutine[object, object, None]) -> None:
        """Do some work beside everything else."""
        self._background.begin(_watched(work))

    async def finish(self) -> None:
        """Wait for all that was begun; soon those who are not answered yet are told to ask again."""
        await within(self._clock, _LAST_SECONDS, self._questions.finish())
        self._closing.set_result(None)
        await self._questions.finish()
        await self._background.finish()

    def break_off(self) -> None:
        """Do not go on with what was begun."""
        self._background.break_off()
        if left := self._questions.break_off():
            _log.warning("questions that stay without an answer: %d", left)

    def use(self, interaction: discord.Interaction) -> None:
        """Begin to answer somebody who used a command or a component, or is typing."""
        self._desk.metrics.came(PLATFORM)
        match interaction.type:
            case InteractionType.application_command:
                self._answer_to(interaction, asking.of_command)
            case InteractionType.component:
                self._answer_to(interaction, asking.of_press)
            case InteractionType.autocomplete:
                self.begin(self._offer(interaction))
            case _:
                _log.info("an interaction of kind %s is not for this bot", interaction.type)

    def hear(self, message: discord.Message) -> None:
        """Begin to answer a message, if it is for the bot."""
        request = asking.of_message(self._client, message, self._languages)
        if request is not None:
            self._desk.metrics.came(PLATFORM)
            self._questions.begin(_watched(self._reply(message, request)))

    def arrive(self, guild: discord.Guild) -> bool:
        """Begin to greet a server that the bot has just come into, in the first welcome channel.

        If there is none, say so in the first and leave. False for as long as there is no place for a word.
        """
        whole = asking.of_arrival(guild, guild.id)
        asked = [asking.of_arrival(guild, channel.id) for channel in _writable(guild)]
        request = next(filter(self._desk.welcomes, asked), asked[0] if asked else whole)
        welcome = self._desk.welcomes(request)
        if welcome and not asked:
            return False
        self.begin(self._greet(guild, request if asked else None, leave=not welcome))
        return True

    def may_stay(self, server: Json) -> bool:
        """Whether there is a place in the server from which requests are answered."""
        places = (server, *server.get("channels", ()), *server.get("threads", ()))
        return any(self._desk.welcomes(asking.of_stay(server, str(place["id"]))) for place in places)

    def _answer_to(self, interaction: discord.Interaction, understood: Understand) -> None:
        self._languages.person_speaks(interaction.user.id, str(interaction.locale))
        self._questions.begin(_watched(self._respond(interaction, understood)))

    async def _respond(self, interaction: discord.Interaction, understood: Understand) -> None:
        """Bring the answer; where a fault of ours is in its way, an apology."""
        response = self._response(interaction)
        try:
            asked = understood(self._client, interaction)
            response.private = asked.private
            soon = patience(interaction.created_at, self._clock.now()) if self._waiting < _CROWD else 0
            await self._bring(response, asked.request, soon)
        except _TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            await _show(response, self._desk.apology(asking.of_anybody(self._client, interaction), error))

    async def _bring(self, response: Response, request: Request, soon: float) -> None:
        """Bring the answer at once if it is there soon, else promise it."""
        answering = asyncio.create_task(self._answer(request))
        if not await self._is_done(answering, soon):
            await response.acknowledge()
        await _show(response, await self._last_word(answering, request))

    async def _last_word(self, answering: asyncio.Task[Reply], request: Request) -> Reply:
        """The answer, or that there will be none because the bot is being stopped."""
        if await self._is_done(answering):
            return await answering
        answering.cancel()
        return self._desk.farewell(request)

    async def _is_done(self, answering: asyncio.Task[Reply], seconds: float | None = None) -> bool:
        """Whether there is an answer after so many seconds, or when the bot is being stopped."""
        both = (answering, self._closing)
        await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return answering.done()

    async def _answer(self, request: Request) -> Reply:
        """Ask the desk in turn, so that those who wait are not slowed down by those who wait too."""
        if request.quoted is not None:
            return await self._desk.answer(request)
        self._waiting += 1
        async with self._turns:
            self._waiting -= 1
            return await self._desk.answer(request)

    async def _offer(self, interaction: discord.Interaction) -> None:
        request, option, typed = asking.of_typing(self._client, interaction)
        if option == "zone":
            offered = zones(typed, request.language)
        else:
            essays = option == ESSAY
            found = await self._desk.suggest(request, typed, MOST_CHOICES, essays=essays)
            offered = choices(option, found)
        await self._response(interaction).offer(offered)

    def _response(self, interaction: discord.Interaction) -> Response:
        return Response(
            self._calls,
            self._clock,
            interaction.application_id,
            interaction.id,
            interaction.token,
            pressed=interaction.type is InteractionType.component,
            mark=mark_in(interaction.message.components) if interaction.message else None,
        )

    async def _reply(self, message: discord.Message, request: Request) -> None:
        try:
            answering = asyncio.create_task(self._desk.answer(request))
            await self._post(message, await self._last_word(answering, request))
        except _TROUBLE:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            await self._post(message, self._desk.apology(request, error))

    async def _post(self, message: discord.Message, reply: Reply) -> None:
        """Post the reply to a message."""
        private = isinstance(message.channel, discord.DMChannel)
        source = message.id if reply.about_source or not private else None
        screen = marked(await _rendered(reply), None if private else mark_of(message.author.id))
        await self._poster.post(message.channel.id, screen, message.id, source)

    async def _greet(self, guild: discord.Guild, request: Request | None, *, leave: bool) -> None:
        if request is not None:
            reply = await self._desk.answer(request)
            await self._poster.post(int(request.address.chat), await _rendered(reply), guild.id)
        if leave:
            await guild.leave()


def patience(asked: datetime, now: datetime) -> float:
    """How many seconds there are before an answer has to be promised.

    They are reckoned from when the service was asked, unless its clock and ours are too far apart.
    """
    age = (now - asked).total_seconds()
    return max(_PATIENCE - age, 0) if 0 <= age <= _MOST_AGE else _PATIENCE


async def _show(response: Response, reply: Reply) -> None:
    """Show the reply; where the service refuses how it looks, its words alone."""
    for screen in _forms(await _rendered(reply)):
        try:
            await response.show(screen, edits=reply.edits, private=reply.private)
        except Refused as refusal:
            if refusal.status != _BAD_REQUEST:
                raise
            _log.warning("an answer is sent in a plainer form, since it was refused: %s", refusal)
        else:
            return
    await response.dismiss()


async def _rendered(reply: Reply) -> Screen:
    """The screen of a reply. What people send may be endless, and nobody else is to wait for that."""
    return await asyncio.to_thread(_folded, reply) if reply.about_source else _folded(reply)


def _folded(reply: Reply) -> Screen:
    return folded(render(reply))


def _forms(screen: Screen) -> Iterator[Screen]:
    if screen.messages:
        yield screen
        yield plain(screen)


def _writable(guild: discord.Guild) -> list[discord.TextChannel]:
    """Where the bot may write, the channel for such things first."""
    first = [guild.system_channel] if guild.system_channel else []
    channels = dict.fromkeys([*first, *guild.text_channels])
    needed = discord.Permissions(view_channel=True, send_messages=True)
    return [channel for channel in channels if channel.permissions_for(guild.me) >= needed]


async def _watched(work: Coroutine[object, object, None]) -> None:
    try:
        await work
    except Refused as refusal:
        _log.info("Discord does not take an answer: %s", refusal)
    except Lost as loss:
        _log.warning("an answer may not have arrived: %s", loss)
    except _TROUBLE as error:
        _log.warning("Discord does not do as asked: %s", type(error).__name__)
    except Exception:  # noqa: BLE001 - the others are answered all the same
        _log.exception("trouble with an event")
