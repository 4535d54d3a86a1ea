"""In Discord: finding, reading, keeping; in servers, threads, forums, direct chats and elsewhere."""

from tests.platforms.discord import Discord, Person
from tests.platforms.discord.flags import ChannelType

ESSAY = "产业互联网的深逻辑"
LIGHTHOUSE = """# 灯塔

灯塔的看守人每天傍晚点灯，从来不问经过的船要到哪里去。岛上的人都说，他守的其实不是灯，而是一个约定。

后来航线改了，船不再从这片海经过。看守人照旧每天点灯，因为他相信一盏灯的意义不在于有多少人看见它。

有一年冬天，一条迷路的渔船在大雾里看见了那盏灯。船上的人后来回忆说，那是他们一生里见过的最亮的光。

所以，一件事值不值得做，往往要等很久以后才知道。在那之前，只能先把灯点上。
"""


async def test_summary_and_back(discord: Discord, ming: Person) -> None:
    """From summary to key points, longer and back, all in the same message."""
    seat = ming.in_(discord.channel)
    shown = await seat.slash("summary", essay="4").answer()
    assert ESSAY in shown.text
    first = shown.text
    for label in ("要点", "摘要", "更长"):
        assert await seat.press(label, shown).answer() is shown
    assert len(shown.text) > len(first)
    assert discord.channel.messages == [shown]


async def test_sentence_leads_to_its_place(discord: Discord, ming: Person) -> None:
    """Choosing a sentence of the summary opens the essay there."""
    seat = ming.in_(discord.channel)
    shown = await seat.slash("summary", essay="4").answer()
    number, _, beginning = shown.options[0].partition(" ")
    page = await seat.choose(number, shown).answer()
    assert beginning[:10] in page.text
    assert "读这一页" in page.labels


async def test_autocomplete(discord: Discord, ming: Person) -> None:
    """A piece of the title offers the essay, and what is offered is understood."""
    seat = ming.in_(discord.channel)
    offered = seat.types("summary", essay="深逻辑")
    names = await offered.choices()
    assert any(ESSAY in name for name in names)
    assert offered.offered is not None
    chosen = next(str(choice["value"]) for choice in offered.offered if ESSAY in choice["name"])
    assert ESSAY in (await seat.slash("summary", essay=chosen).answer()).text


async def test_search(discord: Discord, ming: Person) -> None:
    """A search finds essays, and a hit leads to its place."""
    seat = ming.in_(discord.channel)
    results = await seat.slash("search", words="产业互联网").answer()
    assert ESSAY in results.text


async def test_two_languages(discord: Discord, ming: Person, mei: Person) -> None:
    """In one channel everybody is answered in their own language."""
    hello = [await who.in_(discord.channel).slash("help").answer() for who in (ming, mei)]
    assert "摘要" in hello[0].text
    assert hello[0].text != hello[1].text


async def test_every_place(discord: Discord, mei: Person) -> None:
    """Commands work in a thread, in a post of a forum, and in a direct chat."""
    world, guild = discord.world, discord.guild
    forum = world.open(guild, "论坛", ChannelType.FORUM)
    thread = world.open(guild, "串", ChannelType.THREAD, discord.channel)
    post = world.open(guild, "帖", ChannelType.THREAD, forum)
    for seat in (mei.in_(thread), mei.in_(post), mei.private):
        answer = await seat.slash("summary", essay="4").answer()
        assert answer.channel is seat.channel
        assert ESSAY in answer.text


async def test_installed_by_a_person(discord: Discord, mei: Person) -> None:
    """Whoever installed the bot for themselves uses it where it is no member."""
    mei.account.installed = True
    elsewhere = discord.world.found("别处", present=False)
    answer = await mei.in_(elsewhere.channels[0]).slash("summary", essay="4").answer()
    assert ESSAY in answer.text


async def test_plain_words(ming: Person, discord: Discord) -> None:
    """In a direct chat a title is enough."""
    ming.private.say(ESSAY)
    channel = ming.private.channel
    await discord.until(lambda: len(channel.messages) > 1, "an answer")
    assert ESSAY in channel.messages[-1].text


async def test_hello(discord: Discord, ming: Person) -> None:
    """Whoever opens a direct chat and says hello hears what can be said."""
    ming.private.say("你好")
    channel = ming.private.channel
    await discord.until(lambda: len(channel.messages) > 1, "an answer")
    assert "/summary" in channel.messages[-1].text


async def test_attachment(discord: Discord, mei: Person, ming: Person) -> None:
    """The menu of a message digests the file that came with it."""
    said = ming.in_(discord.channel).say("看看", {"lighthouse.md": LIGHTHOUSE.encode()})
    name = next(str(command["name"]) for command in discord.world.commands[""] if command["type"] == 3)
    answer = await mei.in_(discord.channel).context_menu(name, said).answer()
    assert "灯塔" in answer.text


async def test_attachment_too_large(discord: Discord, mei: Person, ming: Person) -> None:
    """A file of more than 2 MB is not fetched; who asks for it is told so, alone."""
    said = ming.in_(discord.channel).say("看看", {"lighthouse.md": b"lighthouses " * 175_000})
    answer = await mei.in_(discord.channel).context_menu("Summarise", said).answer()
    assert "2 MB" in answer.text
    assert answer.ephemeral


async def test_own_shelf_is_private(discord: Discord, mei: Person) -> None:
    """Settings and one's own shelf are shown to oneself only."""
    seat = mei.in_(discord.channel)
    for name in ("settings", "saved", "mydata"):
        assert (await seat.slash(name).answer()).ephemeral
    assert discord.channel.messages == []


async def test_private(discord: Discord, mei: Person) -> None:
    """Who asks for it gets an answer that nobody else sees, and goes on in it."""
    seat = mei.in_(discord.channel)
    shown = await seat.slash("summary", essay="4", private=True).answer()
    assert shown.ephemeral
    assert await seat.press("要點", shown).answer() is shown
    assert discord.channel.messages == []
