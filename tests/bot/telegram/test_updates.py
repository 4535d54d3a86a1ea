"""What updates ask, and where their answers go."""

import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update, User
from telegram.request import BaseRequest

from bot.errors import DocumentTooLarge
from bot.requests import Address, Request, Setting
from bot.telegram.updates import Asked, Spot, of_arrival, of_message, of_press, of_typing, words_for

ME = {"id": 7, "is_bot": True, "first_name": "Bot", "username": "digest_bot"}
ANN = {"id": 501, "is_bot": False, "first_name": "Ann", "language_code": "zh-hans"}
BOB = {"id": 502, "is_bot": False, "first_name": "Bob"}
PRIVATE = {"id": 501, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100, "type": "supergroup", "title": "Readers", "is_forum": True}
CHANNEL = {"id": -200, "type": "channel", "title": "News"}
ADMINS = {502}
_NUMBER = st.integers(0, 40)

Json = dict[str, Any]


class Service(BaseRequest):
    """Answers the calls that are made on the way, without a network."""

    @property
    def read_timeout(self) -> None:
        """It does not wait."""

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def do_request(  # noqa: PLR0917, PLR0913 - as the library calls it
        self,
        url: str,
        method: str,
        request_data: Any = None,  # noqa: ANN401
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """The answer to a call."""
        del method, read_timeout, write_timeout, connect_timeout, pool_timeout
        result: Json = ME
        if url.endswith("getChatMember"):
            user = request_data.parameters["user_id"]
            result = {"status": "creator" if user in ADMINS else "member", "user": BOB, "is_anonymous": False}
        return 200, json.dumps({"ok": True, "result": result}).encode()


@pytest.fixture
async def bot() -> AsyncGenerator[Bot]:
    """A bot that is signed in."""
    async with Bot("7:x", request=Service(), get_updates_request=Service()) as bot:
        yield bot


def message(text: str = "", chat: Json = PRIVATE, by: Json | None = ANN, **more: Any) -> Json:  # noqa: ANN401
    """A message as the service tells of it; commands and mentions are found in its text."""
    said: Json = {"message_id": 11, "date": 1_700_000_000, "chat": chat}
    if by:
        said["from"] = by
    if text:
        said |= {"text": text, "entities": list(_entities(text))}
    return said | more


def _entities(text: str) -> list[Json]:
    found: list[Json] = []
    for word in text.split():
        offset = len(text[: text.index(word)].encode("utf-16-le")) // 2
        kind = {"/": "bot_command", "@": "mention"}.get(word[0])
        if kind:
            found.append({"type": kind, "offset": offset, "length": len(word)})
    return found


def heard(bot: Bot, said: Json) -> Asked | None:
    """What a message asks."""
    update = Update.de_json({"update_id": 1, "message": said}, bot)
    assert update.message
    return of_message(bot, update.message)


def asked(bot: Bot, said: Json) -> Asked:
    """What a message asks, which is for the bot."""
    found = heard(bot, said)
    assert found
    return found


async def test_private(bot: Bot) -> None:
    """In a private chat every word is for the bot, and the answer just follows."""
    found = asked(bot, message("产业互联网"))
    plain = replace(found.request, find_venue=None)
    assert plain == Request(Address("telegram", "501"), "501", "产业互联网", language="zh-hans")
    assert found.spot == Spot(501, asked=11, source=11)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("/summary 3", "/summary 3"),
        ("/summary@digest_bot 3", "/summary 3"),
        ("/summary@Digest_Bot", "/summary"),
        ("/summary@other_bot 3", None),
        ("产业互联网", None),
        ("😀 @digest_bot 产业", "😀 产业"),
        ("@DIGEST_BOT", ""),
        ("@digest_bot /latest", "/latest"),
        ("@digest_bots 产业", None),
        ("read /latest", None),
    ],
)
async def test_group(bot: Bot, said: str, text: str | None) -> None:
    """In a group commands and mentions are for the bot; its name is no part of what is said."""
    found = heard(bot, message(said, GROUP))
    assert (found and found.request.text) == text
    assert found is None or (found.request.setting is Setting.GROUP and not found.spot.private)


@given(st.text(), st.lists(st.tuples(st.sampled_from(["bot_command", "mention"]), _NUMBER, _NUMBER)))
async def test_odd_entities(said: str, entities: list[tuple[str, int, int]]) -> None:
    """Wherever commands and mentions are said to be, words come of it."""
    described = [{"type": kind, "offset": start, "length": length} for kind, start, length in entities]
    update = Update.de_json({"update_id": 1, "message": message() | {"text": said, "entities": described}})
    assert update.message
    text, _ = words_for(User.de_json(ME, None), update.message)
    assert text is None or len(text) <= len(said) + 2


async def test_reply_to_bot(bot: Bot) -> None:
    """A reply to the bot is for it, and about the essay that its message shows."""
    keys = [[{"text": "要点", "callback_data": "points:3:1"}, {"text": "原文", "callback_data": "read:3::1"}]]
    shown = message("摘要", GROUP, ME, reply_markup={"inline_keyboard": keys})
    found = asked(bot, message("它说什么", GROUP, reply_to_message=shown))
    assert found.request.replied_essay == 3
    assert found.request.quoted is None
    assert heard(bot, message("它说什么", GROUP, reply_to_message=message("嗯", GROUP, BOB))) is None


async def test_topic(bot: Bot) -> None:
    """An answer goes to the topic of the question; that all in it reply to its beginning says nothing."""
    begun = message(chat=GROUP, by=ME, forum_topic_created={"name": "Books", "icon_color": 1})
    topic: Json = {"message_thread_id": 5, "is_topic_message": True, "reply_to_message": begun}
    found = asked(bot, message("/latest", GROUP, **topic))
    assert found.request.address == Address("telegram", "-100", "5")
    assert found.spot.thread == 5
    assert heard(bot, message("hello", GROUP, **topic)) is None
    assert asked(bot, message("/latest", GROUP, message_thread_id=5)).spot.thread is None


async def test_document(bot: Bot) -> None:
    """A file is fetched when it is asked for, and one that is too large not even then."""
    file = {"file_id": "f", "file_unique_id": "u", "file_name": "long.md", "file_size": 2_000_001}
    found = asked(bot, message(document=file, caption="看看"))
    assert found.request.text == "看看"
    assert found.request.attached
    with pytest.raises(DocumentTooLarge):
        await found.request.attached()
    assert heard(bot, message(chat=GROUP, document=file)) is None


async def test_quoted(bot: Bot) -> None:
    """A command in reply to a text is about that text, and the answer belongs below it."""
    quoted = message("很长的一段话", GROUP, BOB) | {"message_id": 9}
    found = asked(bot, message("/summary", GROUP, reply_to_message=quoted))
    assert found.request.quoted
    assert (await found.request.quoted()).data.decode() == "很长的一段话"
    assert found.spot == Spot(-100, private=False, asked=11, source=9)
    assert asked(bot, message("另一段话", reply_to_message=quoted)).spot.source == 11


async def test_who_manages(bot: Bot) -> None:
    """Admins manage a group, also those who do not show who they are; in private everybody does."""
    hidden = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    for said, right in (
        (message("/settings", GROUP, ANN), False),
        (message("/settings", GROUP, BOB), True),
        (message("/settings", GROUP, hidden, sender_chat=GROUP), True),
        (message("/settings", GROUP, hidden, sender_chat=CHANNEL), False),
        (message("/settings", PRIVATE, ANN), True),
        (message("/settings", CHANNEL, None, sender_chat=CHANNEL), True),
    ):
        assert await asked(bot, said).request.may_manage() is right


@pytest.mark.parametrize(
    "more",
    [
        {"new_chat_members": [BOB]},
        {"pinned_message": message("x")},
        {"text": "x", "via_bot": ME},
        {"text": "x", "from": ME | {"id": 8}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "media_group_id": "1"},
    ],
)
async def test_not_said(bot: Bot, more: Json) -> None:
    """What the service, a bot, or one of many pictures says is not answered."""
    assert heard(bot, message() | more) is None


async def test_no_text(bot: Bot) -> None:
    """A sticker in a private chat is something that was said, without words."""
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    said = message(sticker=sticker | {"is_animated": False, "is_video": False})
    assert asked(bot, said).request.text == ""


def pressed(bot: Bot, said: Json | None) -> Asked | None:
    """What a press of a button below this message asks."""
    query = {"id": "q", "from": ANN, "chat_instance": "c", "data": "points:3:1"} | (
        {"message": said} if said else {"inline_message_id": "i"}
    )
    update = Update.de_json({"update_id": 1, "callback_query": query}, bot)
    assert update.callback_query
    return of_press(bot, update.callback_query)


async def test_press(bot: Bot) -> None:
    """A press carries the button's action, who the message answered, and what that one had asked."""
    question = message("/summary 3", GROUP, BOB) | {"message_id": 9}
    found = pressed(bot, message("摘要", GROUP, ME, reply_to_message=question))
    assert found
    assert (found.request.action, found.request.person, found.request.asker) == ("points:3:1", "501", "502")
    assert found.spot == Spot(-100, private=False, asked=9, source=9, pressed=11)
    assert not await found.request.may_manage()


async def test_press_on_what_is_gone(bot: Bot) -> None:
    """Of a message that cannot be seen any more the place is known; of one posted elsewhere nothing is."""
    found = pressed(bot, {"chat": PRIVATE, "message_id": 11, "date": 0})
    assert found
    assert (found.request.quoted, found.request.asker) == (None, "")
    assert found.spot == Spot(501, asked=11, pressed=11)
    assert pressed(bot, None) is None


async def test_typing(bot: Bot) -> None:
    """What is typed after the bot's name in any chat is asked in private."""
    query = {"id": "q", "from": ANN, "query": "产业", "offset": ""}
    update = Update.de_json({"update_id": 1, "inline_query": query}, bot)
    assert update.inline_query
    assert of_typing(update.inline_query) == Request(
        Address("telegram", "501"), "501", "产业", language="zh-hans"
    )


@pytest.mark.parametrize(
    ("chat", "old", "new", "greeted"),
    [
        (GROUP, "left", "member", True),
        (GROUP, "kicked", "administrator", True),
        (GROUP, "member", "administrator", False),
        (GROUP, "member", "kicked", False),
        (PRIVATE, "kicked", "member", False),
    ],
)
async def test_arrival(bot: Bot, chat: Json, old: str, new: str, *, greeted: bool) -> None:
    """The bot has something to say when it comes into a group, and only then."""

    def member(status: str) -> Json:
        rights = dict.fromkeys(
            (
                "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats"
                " can_restrict_members can_promote_members can_change_info can_invite_users"
                " can_post_stories can_edit_stories can_delete_stories"
            ).split(),
            False,
        )
        return {"status": status, "user": ME, "until_date": 0} | rights

    change = {
        "chat": chat,
        "from": ANN,
        "date": 1,
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
    update = Update.de_json({"update_id": 1, "my_chat_member": change}, bot)
    assert update.my_chat_member
    found = of_arrival(update.my_chat_member)
    assert (found is not None) is greeted
    assert found is None or found.request.action == "greet"
