"""Who gets to see an answer, what it replies to, and that there is one for everybody."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from bot.clock import SystemClock
from bot.serving.web import WebServer
from bot.settings import Settings, Shards
from bot.wiring import assemble, platforms
from tests.platforms.discord import Discord, Person
from tests.stories.discord.conftest import serving

ESSAY = "产业互联网的深逻辑"
LIGHTHOUSE = "灯塔看守人每天点灯。他从不问船从哪里来。海上的人都认得那束光。" * 3
ESSAY_OF_THEIRS = (
    f"# 灯塔\n\n{LIGHTHOUSE}\n\n直到有一天，海上再也没有船了。他把灯熄了，回到镇上，开了一家书店。"
)


async def test_private_if_wished(discord: Discord, mei: Person) -> None:
    """Whoever wants an answer to themselves gets it so, and all that is pressed there too."""
    seat = mei.in_(discord.channel)
    shown = await seat.slash("summary", essay="4", private=True).answer()
    assert shown.ephemeral
    page = await seat.press("讀原文", shown).answer()
    assert page.ephemeral
    assert discord.channel.messages == []


async def test_choice_of_a_setting(mei: Person) -> None:
    """A setting is chosen with the command itself, and holds from then on."""
    assert "Language" in (await mei.private.slash("settings", change="language en").answer()).text
    assert "summary" in (await mei.private.slash("help").answer()).text


async def test_export(mei: Person) -> None:
    """What is known of a person comes as a file."""
    await mei.private.slash("save", essay="4").answer()
    answer = await mei.private.slash("mydata").answer()
    assert [file.name.rpartition(".")[2] for file in answer.attachments] == ["json"]


async def test_mention(discord: Discord, mei: Person) -> None:
    """Mentioned in a server it replies to that message, and to no other; nobody is pinged."""
    seat = mei.in_(discord.channel)
    seat.say(ESSAY)
    said = seat.say(f"<@{discord.world.me.id}> {ESSAY}")
    await discord.until(lambda: len(discord.channel.messages) > 2, "an answer")
    answer = discord.channel.messages[-1]
    assert answer.replies_to is said
    assert ESSAY in answer.text
    assert not answer.pings


async def test_document(discord: Discord, mei: Person) -> None:
    """A document is digested on the spot; its buttons read it again, until it is gone."""
    seat = mei.private
    said = seat.say("", {"lighthouse.md": ESSAY_OF_THEIRS.encode()})
    await discord.until(lambda: len(seat.channel.messages) > 1, "an answer")
    answer = seat.channel.messages[-1]
    assert answer.replies_to is said
    assert "灯塔" in answer.text
    label = answer.labels[-1]
    changed = await seat.press(label, answer).answer()
    assert changed is answer
    seat.delete(said)
    assert (await seat.press(answer.labels[-1], answer).answer()).ephemeral


async def test_own_message(discord: Discord, mei: Person) -> None:
    """The menu of one of its own messages gives the summary of the essay that it shows."""
    seat = mei.in_(discord.channel)
    points = await seat.slash("points", essay="4").answer()
    name = next(str(command["name"]) for command in discord.world.commands[""] if command["type"] == 3)
    assert ESSAY in (await seat.context_menu(name, points).answer()).text


async def test_many_at_once(discord: Discord, mei: Person) -> None:
    """However many ask at the same moment, each gets an answer, and nobody is kept waiting without a word."""
    del mei
    discord.rates.enabled = False
    people = [Person(discord, f"people {number}") for number in range(40)]
    uses = [person.private.slash("summary", essay=str(n % 5 + 1)) for n, person in enumerate(people)]
    answers = await asyncio.gather(*(use.answer() for use in uses))
    assert all(answer.text for answer in answers)


async def test_failing_aside(discord: Discord, mei: Person) -> None:
    """That there is no such essay, or nothing to find, is told to the asker alone."""
    seat = mei.in_(discord.channel)
    assert (await seat.slash("summary", essay="9999").answer()).ephemeral
    assert (await seat.slash("search", words="zzzqqq").answer()).ephemeral
    assert discord.channel.messages == []


async def test_a_message_keeps_its_language(discord: Discord, ming: Person, mei: Person) -> None:
    """Whoever presses, what all see goes on in the language of whoever asked."""
    shown = await ming.in_(discord.channel).slash("summary", essay="4").answer()
    seat = mei.in_(discord.channel)
    assert "读原文" in (await seat.press("要点", shown).answer()).labels
    saved = await seat.press("收藏", shown).answer()
    assert (saved.ephemeral, "我的收藏" in saved.labels, "已收藏" in saved.text) == (True, True, True)
    assert "读原文" in shown.labels


async def test_too_fast(discord: Discord, chosen: Settings, tmp_path: Path) -> None:
    """Who asks too fast is told so each time, and nobody else."""
    slow = replace(chosen, data=tmp_path, requests_per_minute=1)
    async with await assemble(slow, SystemClock(), Random(7)) as bot:
        await bot.refresh()
        async with serving(platforms(bot, WebServer(("127.0.0.1", 0)))):
            await discord.connected()
            seat = Person(discord, "急").private
            assert ESSAY in (await seat.slash("summary", essay="4").answer()).text
            assert (await seat.slash("summary", essay="4").answer()).ephemeral
            again = await seat.slash("summary", essay="4").answer()
            assert (again.ephemeral, "慢一点" in again.text) == (True, True)


async def test_two_shards(discord: Discord, chosen: Settings, tmp_path: Path) -> None:
    """With two connections each server and each direct chat is served, by one of them."""
    sharded = replace(chosen, data=tmp_path, discord_shards=Shards((0, 1), 2))
    async with await assemble(sharded, SystemClock(), Random(7)) as bot:
        await bot.refresh()
        async with serving(platforms(bot, WebServer(("127.0.0.1", 0)))):
            await discord.connected(times=2)
            ming = Person(discord, "明")
            for seat in (ming.private, ming.in_(discord.channel)):
                assert ESSAY in (await seat.slash("summary", essay="4").answer()).text
            assert len(discord.gateway.connected) == 2


async def test_commands_for_one_server(discord: Discord, chosen: Settings, tmp_path: Path) -> None:
    """For development one server has the commands; afterwards they are there once, for all."""
    only, known = discord.guild.id, discord.world.commands
    for guild, places in ((None, {""}), (int(only), {only}), (None, {""})):
        settings = replace(chosen, data=tmp_path, discord_guild=guild)
        async with (
            await assemble(settings, SystemClock(), Random(7)) as bot,
            serving(platforms(bot, WebServer(("127.0.0.1", 0)))),
        ):
            await discord.until(partial(_only_in, known, places), "the commands")


def _only_in(commands: Mapping[str, Sequence[object]], places: set[str]) -> bool:
    """Whether there are commands in these places, and in no others."""
    return {place for place, known in commands.items() if known} == places
