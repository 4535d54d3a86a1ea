"""Chats that change while a broadcast is on its way to them."""

from pathlib import Path

from bot.subscriptions.delivery import State
from tests.crash.broadcast import Broadcast
from tests.crash.sides import OnTelegram
from tests.platforms.telegram import Chat, Person, Telegram
from tests.platforms.telegram.people import group, upgrade


async def test_upgraded(telegram: Telegram, tmp_path: Path) -> None:
    """Groups that became supergroups get theirs there, once, whether the bot was told or finds out."""
    side, hong = OnTelegram(telegram, 60), Person(telegram, "红")
    small = [group(telegram, f"小群{number}", admins=(hong,), kind="group") for number in range(6)]
    people, side.places = side.places, [*side.places, *map(side.place_of, small)]
    broadcast = Broadcast([side], tmp_path / "data")
    await broadcast.prepare()
    async with broadcast.running() as bot:
        await side.until_arrived(30)
        raised = [upgrade(telegram, chat, hong) for chat in small[:3]]
        for number, chat in enumerate(small[3:], 1):
            unheard = Chat(-1_001_999_999_000 - number, "supergroup", chat.title)
            telegram.world.chats[unheard.id] = unheard
            chat.upgraded_to = unheard.id
            raised.append(unheard)
        await broadcast.over()
        assert await bot.stop() == 0
    side.places = [*people, *map(side.place_of, raised)]
    assert (await broadcast.account())[side.name].faultless
    assert [len(chat.shown) for chat in (*small, *raised)] == [0] * len(small) + [1] * len(raised)


async def test_blocked(telegram: Telegram, tmp_path: Path) -> None:
    """Who blocks the bot, or is gone, is left out and listed with the reason; all others get theirs."""
    side = OnTelegram(telegram, 60)
    blocking, gone = (Person(telegram, name) for name in ("丙", "丁"))
    lost = [side.place_of(person.private.chat) for person in (blocking, gone)]
    others, side.places = side.places, [*side.places, *lost]
    broadcast = Broadcast([side], tmp_path / "data")
    await broadcast.prepare()
    async with broadcast.running() as bot:
        await side.until_arrived(30)
        blocking.block()
        gone.deactivate()
        await broadcast.over()
        assert await bot.stop() == 0
    found = (await broadcast.account())[side.name]
    assert found.faultless
    assert found.arrived == len(others)
    dead = await broadcast.listed(State.DEAD)
    assert sorted(one.address for one in dead) == sorted(str(place.address) for place in lost)
