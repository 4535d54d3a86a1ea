"""In which language messages on Discord are answered, which do not tell of one."""

from tests.platforms.discord import Discord, Person
from tests.platforms.discord.objects import Channel


async def answer_in(discord: Discord, who: Person, channel: Channel) -> str:
    """What the bot answers to somebody who mentions it in a channel."""
    seat, before = who.in_(channel), len(channel.messages)
    seat.say(f"<@{discord.world.me.id}> 你好")
    await discord.until(lambda: len(channel.messages) > before + 1, "an answer")
    return channel.messages[-1].text


async def test_of_a_server(discord: Discord, ming: Person) -> None:
    """Somebody who has used nothing yet is answered in the language that the server prefers."""
    club = discord.world.found("Club", locale="en-US")
    discord.invite(club)
    await discord.until(lambda: club.channels[0].messages, "a greeting")
    assert "key points" in await answer_in(discord, ming, club.channels[0])
    assert "要点" in await answer_in(discord, ming, discord.channel)


async def test_of_a_person(discord: Discord, ming: Person) -> None:
    """Who has used something is answered in the language of that, in servers and in private."""
    john = Person(discord, "John", locale="en-GB")
    await john.in_(discord.channel).slash("help").answer()
    assert "key points" in await answer_in(discord, john, discord.channel)
    assert "key points" in await answer_in(discord, john, john.private.channel)
    assert "要点" in await answer_in(discord, ming, discord.channel)


async def test_chosen(discord: Discord, mei: Person) -> None:
    """What somebody has chosen goes before all that."""
    await mei.private.slash("settings", change="language en").answer()
    await mei.private.slash("help").answer()
    assert "key points" in await answer_in(discord, mei, mei.private.channel)
