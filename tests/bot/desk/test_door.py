from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.door import Door, Refusal, Turnstile
from bot.requests import Address, Request, Setting

MOMENTS = st.lists(st.integers(0, 200), max_size=80).map(sorted)


def request(chat: str, person: str = "7", setting: Setting = Setting.GROUP, home: str = "") -> Request:
    """A request from somewhere on Telegram."""
    return Request(Address("telegram", chat), person, "/help", setting=setting, home=home)


@given(MOMENTS, st.integers(1, 5))
def test_limit(moments: list[int], limit: int) -> None:
    """So many get through in each minute, and whoever waits as told gets through."""
    turnstile = Turnstile(limit)
    through: list[int] = []
    for moment in moments:
        refusal = turnstile.turn("ming", moment)
        if refusal is None:
            through.append(moment)
            continue
        until = moment + refusal.seconds
        assert moment < until <= moment + 60
        assert len([other for other in through if other > until - 61]) == limit
    for first in through:
        assert len([other for other in through if first <= other < first + 60]) <= 2 * limit


@given(MOMENTS)
def test_waiting(moments: list[int]) -> None:
    """After the seconds that were told the next one gets through."""
    turnstile = Turnstile(1)
    for moment in moments:
        refusal = turnstile.turn("ming", moment)
        if refusal is not None:
            assert turnstile.turn("ming", moment + refusal.seconds) is None
            return


def test_refusals() -> None:
    """A refusal says how long to wait, and whether it is the first one of the minute."""
    turnstile = Turnstile(2)
    assert [turnstile.turn("ming", moment) for moment in (0, 10, 20, 30, 60)] == [
        None,
        None,
        Refusal(40, first=True),
        Refusal(30, first=False),
        None,
    ]


def test_told_once() -> None:
    """How long to wait is told once a minute to who writes, and each time to who presses."""
    door = Door(per_person=1)
    written = request("7", setting=Setting.PRIVATE)
    assert [door.wait(written, moment) for moment in (0, 10, 20, 30)] == [None, 50, 0, 0]
    assert door.wait(replace(written, text="", action="summary:1"), 40) == 20
    assert door.wait(replace(written, awaited=True), 50) == 10


def test_each_alone() -> None:
    """What one does costs nobody else anything."""
    turnstile = Turnstile(1)
    for _ in range(10):
        turnstile.turn("ming", 0)
    assert turnstile.turn("hong", 0) is None


def test_bounded() -> None:
    """However many come, only the latest are remembered."""
    turnstile = Turnstile(1)
    for person in range(10_050):
        turnstile.turn(str(person), 0)
    assert turnstile.turn("10049", 0) is not None
    assert turnstile.turn("0", 0) is None


def test_no_limit() -> None:
    """A limit of 0 is none."""
    turnstile = Turnstile(0)
    assert all(turnstile.turn("ming", 0) is None for _ in range(1000))


@pytest.mark.parametrize(
    ("asked", "welcome"),
    [
        (request("-1001"), True),
        (request("-1002"), False),
        (request("5", home="-1001"), True),
        (request("9", setting=Setting.PRIVATE), False),
        (request("77", person="77", setting=Setting.PRIVATE), True),
        (request("12", person="77", setting=Setting.PRIVATE), True),
        (request("-1002", person="77"), False),
        (request("-1002", person="1"), True),
    ],
)
def test_welcome(asked: Request, welcome: bool) -> None:  # noqa: FBT001 - a case of the table
    """Named chats are open, people who are named are so in private, and admins are welcome anywhere."""
    door = Door(frozenset({"telegram:-1001", "telegram:77"}), frozenset({"telegram:1"}))
    assert door.welcomes(asked) is welcome


def test_open() -> None:
    """Where no chats are named, all are welcome."""
    assert Door().welcomes(request("-1002"))


def test_group_limit() -> None:
    """A group has a limit of its own, for all of its people together; who floods it is stopped before."""
    door = Door(per_person=2, per_home=3)
    assert [door.wait(request("-1", person), 0) for person in "7789"] == [None, 60, None, None]
    assert door.wait(request("-1", "10"), 0) == 60
    assert door.wait(request("-2", "10"), 0) is None


def test_share_of_a_group() -> None:
    """Nobody has more than a fifth of what a group may ask, however much a person may ask elsewhere."""
    door = Door(per_person=30, per_home=60)
    alone = [door.wait(request("-1"), 0) for _ in range(14)]
    assert alone == [None] * 12 + [60, 0]
    assert [door.wait(request("-1", "8"), 1) for _ in range(12)] == [None] * 12
    assert door.wait(request("-2"), 1) is None


def test_person_in_many_chats() -> None:
    """Who goes from chat to chat has no more than one who stays, and is told so once."""
    door = Door(per_person=30, per_home=60)
    waits = [door.wait(request(f"-{chat}"), 0) for chat in range(40)]
    assert waits == [None] * 30 + [60] + [0] * 9


def test_many_people_in_a_chat() -> None:
    """However many come into a group, it is answered so often, and told once that it has to wait."""
    door = Door(per_person=30, per_home=60)
    waits = [door.wait(request("-1", f"{person}"), person / 10) for person in range(100)]
    assert waits == [None] * 60 + [54] + [0] * 39
    assert door.wait(request("-1", "late"), 60) is None


def test_many_channels_of_a_server() -> None:
    """All channels of a server share what it may ask, and none of them has more than half of that."""
    door = Door(per_person=30, per_home=60)
    people = map(str, range(1000))

    def asked(channel: str) -> int | None:
        return door.wait(request(channel, next(people), home="900"), 0)

    assert [asked("901") for _ in range(32)] == [None] * 30 + [60, 0]
    assert [asked(f"{channel}") for channel in range(902, 934)] == [None] * 30 + [60, 0]
    assert door.wait(request("801", "x", home="800"), 0) is None


def test_admins_are_not_slowed() -> None:
    """Who manages the bot is never asked to wait."""
    door = Door(admins=frozenset({"telegram:7"}), per_person=1, per_home=1)
    assert {door.wait(request("-1"), 0) for _ in range(5)} == {None}
    assert all(door.lets_type(request("-1"), 0) for _ in range(50))


def test_typing() -> None:
    """Typing has a limit of its own, wide enough for a request with each letter."""
    door = Door(per_person=2)
    typed = [door.lets_type(request("7", setting=Setting.PRIVATE), 0) for _ in range(11)]
    assert typed == [True] * 10 + [False]
    assert door.wait(request("7", setting=Setting.PRIVATE), 0) is None
