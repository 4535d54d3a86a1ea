"""What every store promises about people and chats."""

import json
from datetime import timedelta

import pytest

from bot import actions
from bot.ports import Bookmark, HideEssay, RemoveEssay, Saved, Store
from digests.model import Place
from tests.essays import NOON, adding, later

MING, HUA = "person/console/ming", "person/console/hua"
CHAT = "chat/console:1"


@pytest.fixture(name="shelf")
async def make_shelf(store: Store) -> Store:
    """A store with three essays, of which the third is hidden."""
    await store.apply([adding("a"), adding("b"), adding("c"), HideEssay(3)], NOON)
    return store


async def test_preferences(store: Store) -> None:
    """A choice holds for its scope and name until another one, or none, is made."""
    await store.prefer(MING, "language", "zh-Hant")
    await store.prefer(MING, "length", "long")
    await store.prefer(HUA, "language", "en")
    await store.prefer(MING, "length", "short")
    assert await store.preferences(MING) == {"language": "zh-Hant", "length": "short"}
    await store.prefer(MING, "language", None)
    await store.prefer(MING, "never chosen", None)
    assert await store.preferences(MING) == {"length": "short"}
    assert await store.preferences(HUA) == {"language": "en"}


@pytest.mark.parametrize("value", ["", "'); DROP TABLE essay; --", "📚\n\x00é", "长" * 100_000], ids=len)
async def test_any_text(store: Store, value: str) -> None:
    """Whatever people type is kept to the letter."""
    await store.prefer(MING, value, value)
    assert await store.preferences(MING) == {value: value}


async def test_bookmark(shelf: Store) -> None:
    """The place in an essay is that of the last visit, for each person alone."""
    assert await shelf.bookmark(MING, 1) is None
    await shelf.keep_bookmark(MING, Bookmark(1, 1, 4, 0), NOON)
    await shelf.keep_bookmark(MING, Bookmark(1, 2, 9, 31), later(1))
    assert await shelf.bookmark(MING, 1) == Bookmark(1, 2, 9, 31)
    assert await shelf.bookmark(HUA, 1) is None


async def test_latest_bookmark(shelf: Store) -> None:
    """The last place read is found across essays, as far as they can be seen."""
    assert await shelf.latest_bookmark(MING) is None
    await shelf.keep_bookmark(MING, Bookmark(2, 1, 2, 0), later(1))
    await shelf.keep_bookmark(MING, Bookmark(1, 1, 1, 0), later(2))
    await shelf.keep_bookmark(MING, Bookmark(3, 1, 3, 0), later(3))
    await shelf.keep_bookmark(HUA, Bookmark(2, 1, 8, 0), later(4))
    assert await shelf.latest_bookmark(MING) == Bookmark(1, 1, 1, 0)
    await shelf.keep_bookmark(MING, Bookmark(2, 1, 5, 0), later(5))
    assert await shelf.latest_bookmark(MING) == Bookmark(2, 1, 5, 0)


async def test_saved(shelf: Store) -> None:
    """The shelf has what was saved, the newest first, paged, also what cannot be seen any more."""
    whole = Saved(1, NOON)
    sentence = Saved(1, later(1), "一句话。", Place(4, 0, 4))
    second = Saved(2, later(2), "另一句。", Place(0, 2, 6))
    hidden = Saved(3, later(3))
    for saved in (second, whole, hidden, sentence):
        assert await shelf.save(MING, saved)
    assert list(await shelf.saved(MING)) == [hidden, second, sentence, whole]
    assert list(await shelf.saved(MING, 2, 1)) == [sentence]
    assert list(await shelf.saved(HUA)) == []


async def test_saved_twice(shelf: Store) -> None:
    """Saving again changes nothing and says so; taking off works once."""
    first = Saved(1, NOON, "一句话。", Place(4, 0, 4))
    assert await shelf.save(MING, first)
    assert not await shelf.save(MING, Saved(1, later(9), "一句话。", Place(5, 0, 4)))
    assert list(await shelf.saved(MING)) == [first]
    assert not await shelf.unsave(MING, 1)
    assert not await shelf.unsave(HUA, 1, "一句话。")
    assert await shelf.unsave(MING, 1, "一句话。")
    assert not await shelf.unsave(MING, 1, "一句话。")
    assert list(await shelf.saved(MING)) == []


async def test_shown(shelf: Store) -> None:
    """A chat's draws add up until a new round, which begins with its own."""
    assert await shelf.shown(CHAT) == frozenset()
    await shelf.mark_shown(CHAT, 1)
    await shelf.mark_shown(CHAT, 2)
    await shelf.mark_shown(CHAT, 2)
    await shelf.mark_shown("chat/console:2", 3)
    assert await shelf.shown(CHAT) == {1, 2}
    await shelf.mark_shown(CHAT, 2, new_round=True)
    assert await shelf.shown(CHAT) == {2}
    assert await shelf.shown("chat/console:2") == {3}


async def test_last_essay(shelf: Store) -> None:
    """The essay seen last is the latest noted, as long as it can be seen."""
    assert await shelf.last_essay(CHAT) is None
    await shelf.note_last_essay(CHAT, 1)
    await shelf.note_last_essay(CHAT, 2)
    assert await shelf.last_essay(CHAT) == 2
    await shelf.apply([RemoveEssay(2)], NOON)
    assert await shelf.last_essay(CHAT) is None


async def test_digest(shelf: Store) -> None:
    """The essay of a day is the one settled last, as long as it can be seen; days before it are let go."""
    sunday, monday = NOON.date(), NOON.date() + timedelta(days=1)
    assert await shelf.digest(CHAT, sunday) is None
    await shelf.keep_digest(CHAT, sunday, 1)
    await shelf.keep_digest("chat/console:2", sunday, 2)
    assert await shelf.digest(CHAT, sunday) == 1
    await shelf.keep_digest(CHAT, monday, 2)
    assert await shelf.digest(CHAT, monday) == 2
    assert await shelf.digest(CHAT, sunday) is None
    await shelf.keep_digest(CHAT, sunday, 1)
    await shelf.keep_digest(CHAT, sunday, 2)
    assert await shelf.digest(CHAT, sunday) == await shelf.digest(CHAT, monday) == 2
    await shelf.apply([RemoveEssay(2)], NOON)
    assert await shelf.digest(CHAT, monday) is None


async def test_actions(store: Store) -> None:
    """An action is found under the key that buttons carry, the same each time it is kept."""
    data = "search:" + "字" * 5000
    key = await store.keep_action(data, NOON)
    assert key == actions.key_of(data)
    assert await store.keep_action(data, later(1)) == key
    assert await store.kept_action(key) == data
    assert await store.kept_action("~unknown") is None


async def test_drop_actions(store: Store) -> None:
    """Actions go when they were last kept before the given time, and not earlier."""
    old, renewed = await store.keep_action("old", NOON), await store.keep_action("renewed", NOON)
    await store.keep_action("renewed", later(10))
    assert await store.drop_actions(NOON) == 0
    assert await store.drop_actions(NOON + timedelta(microseconds=1)) == 1
    assert await store.kept_action(old) is None
    assert await store.kept_action(renewed) == "renewed"


async def fill(store: Store, person: str, chat: str) -> int:
    """Leave one row of every kind; how many there are."""
    await store.prefer(person, "length", "long")
    await store.prefer(chat, "language", "en")
    await store.keep_bookmark(person, Bookmark(1, 1, 4, 0), NOON)
    await store.save(person, Saved(1, NOON, "一句话。", Place(4, 0, 4)))
    await store.mark_shown(chat, 1)
    await store.note_last_essay(chat, 1)
    await store.keep_digest(chat, NOON.date(), 1)
    return 7


async def test_forget(shelf: Store) -> None:
    """All of a person and a chat is erased, and nothing of anybody else."""
    rows = await fill(shelf, MING, CHAT)
    await fill(shelf, HUA, "chat/console:2")
    others = await shelf.export([HUA, "chat/console:2"])
    assert await shelf.forget(iter([MING, CHAT])) == rows
    assert await shelf.export([MING, CHAT]) == {}
    assert await shelf.forget([MING, CHAT]) == 0
    assert await shelf.export([HUA, "chat/console:2"]) == others
    assert await shelf.preferences(MING) == {}
    assert await shelf.forget([]) == 0


async def test_export(shelf: Store) -> None:
    """Everything kept is handed out, as JSON, under the name of what it is."""
    await fill(shelf, MING, CHAT)
    at = NOON.isoformat()
    assert json.loads(json.dumps(await shelf.export(iter([MING, CHAT])))) == {
        "preference": [
            {"scope": CHAT, "name": "language", "value": "en"},
            {"scope": MING, "name": "length", "value": "long"},
        ],
        "bookmark": [{"person": MING, "number": 1, "version": 1, "block": 4, "start": 0, "at": at}],
        "saved": [
            {
                "person": MING,
                "number": 1,
                "quote": "一句话。",
                "block": 4,
                "start": 0,
                "end": 4,
                "saved_at": at,
            }
        ],
        "shown": [{"chat": CHAT, "number": 1}],
        "last_essay": [{"chat": CHAT, "number": 1}],
        "digest": [{"chat": CHAT, "day": "2026-03-01", "number": 1}],
    }


async def test_move_chat(shelf: Store) -> None:
    """All that a chat and its threads have moves to the chat it became, and nobody else's does."""
    old, new = "home/telegram:-5", "home/telegram:-1005"
    await shelf.prefer(old, "language", "en")
    await shelf.prefer("home/telegram:-55", "language", "zh-Hant")
    await shelf.note_last_essay("chat/telegram:-5", 1)
    await shelf.note_last_essay("chat/telegram:-5:9", 2)
    await shelf.note_last_essay("chat/telegram:-55", 2)
    await shelf.mark_shown("chat/telegram:-5", 1)
    await shelf.keep_digest("chat/telegram:-5", NOON.date(), 2)
    await shelf.move_chat("telegram", "-5", "-1005")
    assert await shelf.preferences(new) == {"language": "en"}
    assert await shelf.last_essay("chat/telegram:-1005") == 1
    assert await shelf.last_essay("chat/telegram:-1005:9") == 2
    assert await shelf.shown("chat/telegram:-1005") == {1}
    assert await shelf.digest("chat/telegram:-1005", NOON.date()) == 2
    assert await shelf.export([old, "chat/telegram:-5", "chat/telegram:-5:9"]) == {}
    assert await shelf.preferences("home/telegram:-55") == {"language": "zh-Hant"}
    assert await shelf.last_essay("chat/telegram:-55") == 2


async def test_move_chat_onto_another(shelf: Store) -> None:
    """What the new chat has already stays, and what it has not comes along."""
    await shelf.prefer("home/telegram:-5", "language", "en")
    await shelf.prefer("home/telegram:-5", "length", "long")
    await shelf.prefer("home/telegram:-1005", "language", "zh-Hant")
    await shelf.note_last_essay("chat/telegram:-5", 1)
    await shelf.note_last_essay("chat/telegram:-1005", 2)
    for _ in range(2):
        await shelf.move_chat("telegram", "-5", "-1005")
    assert await shelf.preferences("home/telegram:-1005") == {"language": "zh-Hant", "length": "long"}
    assert await shelf.last_essay("chat/telegram:-1005") == 2


async def test_move_chat_nowhere(shelf: Store) -> None:
    """A chat that becomes itself keeps what it has."""
    await shelf.prefer("home/telegram:-5", "language", "en")
    await shelf.move_chat("telegram", "-5", "-5")
    assert await shelf.preferences("home/telegram:-5") == {"language": "en"}
