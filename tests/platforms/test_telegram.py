"""The loopback Telegram is strict where the service is, as a bare bot on python-telegram-bot finds out."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.request import HTTPXRequest

from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group, invite, kick, upgrade
from tests.platforms.telegram.rates import BURST, GROUP_MINUTE, OVERALL, Rates
from tests.platforms.telegram.refusals import Json, Violation
from tests.platforms.telegram.spec import load_spec
from tests.platforms.telegram.texts import checked, found_links, units


@pytest.fixture
async def client(telegram: Telegram) -> AsyncIterator[Bot]:
    """A bot that does what the test says."""
    api, files = f"{telegram.root}/bot", f"{telegram.root}/file/bot"
    quiet = HTTPXRequest(connection_pool_size=4, httpx_kwargs={"trust_env": False})
    polls = HTTPXRequest(connection_pool_size=4, httpx_kwargs={"trust_env": False})
    async with Bot(telegram.token, api, files, request=quiet, get_updates_request=polls) as client:
        yield client


@pytest.fixture
def ming(telegram: Telegram) -> Person:
    """Ming, who reads simplified Chinese."""
    return Person(telegram, "明")


async def test_talk(telegram: Telegram, client: Bot, ming: Person) -> None:
    """What is said arrives, what is answered is read, what is pressed comes back, and all of it is lawful."""
    ming.private.say("/help essay.md")
    (update,) = await client.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "zh-hans"
    assert [entity.type for entity in update.message.entities] == ["bot_command", "url"]
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("更长", callback_data="longer")]])
    await client.send_message(ming.id, "好 🙂", entities=[MessageEntity("bold", 2, 2)], reply_markup=buttons)
    answer = await ming.private.reads("好")
    assert answer.marked("bold") == ["🙂"]
    query = ming.private.press("更长")
    (update,) = await client.get_updates(offset=update.update_id + 1, timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.data == "longer"
    assert telegram.unanswered == [query]
    await update.callback_query.answer("来了")
    assert await ming.private.sees(query) == "来了"
    await update.callback_query.edit_message_text("更好")
    assert (await ming.private.reads("更好")).edited
    assert telegram.complaints() == []


async def test_files(telegram: Telegram, client: Bot, ming: Person) -> None:
    """A document is fetched as it was sent, and sent as it was given."""
    ming.private.send_file("文.md", "# 题".encode())
    (update,) = await client.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.document is not None
    file = await client.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == "# 题".encode()
    await client.send_document(ming.id, b"{}", filename="mydata.json", caption="都在这里")
    assert (await ming.private.reads("都在")).message["document"]["file_name"] == "mydata.json"
    with pytest.raises(BadRequest, match=r"(?i)temporarily unavailable"):
        await client.get_file("nothing")
    assert telegram.complaints() == []


async def test_inline(telegram: Telegram, client: Bot, ming: Person) -> None:
    """Words typed behind the bot's name come with their offset; an answer beyond a limit is refused."""
    looking = asyncio.create_task(ming.looks_up("字", "3"))
    (update,) = await client.get_updates(timeout=5)
    assert update.inline_query is not None
    assert (update.inline_query.query, update.inline_query.offset) == ("字", "3")
    with pytest.raises(BadRequest, match=r"(?i)NEXT_OFFSET"):
        await update.inline_query.answer([], next_offset="x" * 65)
    with pytest.raises(BadRequest, match=r"(?i)message text is empty"):
        await update.inline_query.answer([InlineQueryResultArticle("1", "题", InputTextMessageContent(" "))])
    await update.inline_query.answer([InlineQueryResultArticle("1", "题", InputTextMessageContent("文"))])
    (result,) = (await looking)["results"]
    talks = group(telegram, "读书", ming)
    assert ming.chooses(result, talks).text == "文"
    assert len(telegram.violations) == 2


@pytest.mark.parametrize(
    ("text", "markup", "refusal"),
    [
        ("  ", None, "text is empty"),
        ("字" * 4097, None, "too long"),
        ("🙂" * 2049, None, "too long"),
        ("x", [[("y", "z" * 65)]], "BUTTON_DATA_INVALID"),
        ("x", [[("y", "z")] * 9], "markup is too long"),
        ("x", [[("y", "z")]] * 101, "markup is too long"),
    ],
)
async def test_limits(
    telegram: Telegram,
    client: Bot,
    ming: Person,
    text: str,
    markup: list[list[tuple[str, str]]],
    refusal: str,
) -> None:
    """A message beyond a limit is refused, and remembered."""
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in markup or []]
    with pytest.raises(BadRequest, match=r"(?i)" + refusal):
        await client.send_message(ming.id, text, reply_markup=InlineKeyboardMarkup(rows) if rows else None)
    assert len(telegram.violations) == 1


async def test_unknown_parameter(telegram: Telegram, client: Bot, ming: Person) -> None:
    """A parameter that the bot has no use for is refused."""
    with pytest.raises(BadRequest, match=r"(?i)unknown parameter"):
        await client.send_message(ming.id, "x", protect_content=True)
    with pytest.raises(BadRequest, match=r"(?i)no use for sendDice"):
        await client.send_dice(ming.id)
    assert len(telegram.violations) == 2


async def test_places_gone(telegram: Telegram, client: Bot, ming: Person) -> None:
    """Whoever blocked the bot, threw it out or closed the topic gets nothing, and the bot hears why."""
    talks = group(telegram, "读书", ming, topics=1)
    (topic,) = talks.topics
    talks.topics[topic] = False
    with pytest.raises(BadRequest, match=r"(?i)TOPIC_CLOSED"):
        await client.send_message(talks.id, "x", message_thread_id=topic)
    with pytest.raises(BadRequest, match=r"(?i)thread not found"):
        await client.send_message(talks.id, "x", message_thread_id=1)
    kick(telegram, talks, ming)
    with pytest.raises(Forbidden, match="kicked"):
        await client.send_message(talks.id, "x")
    invite(telegram, talks, ming)
    await client.send_message(talks.id, "x")
    ming.block()
    with pytest.raises(Forbidden, match="blocked"):
        await client.send_message(ming.id, "x")
    ming.unblock()
    ming.deactivate()
    with pytest.raises(Forbidden, match="deactivated"):
        await client.send_message(ming.id, "x")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await client.send_message(1, "x")
    assert telegram.complaints() == []


async def test_messages_gone(client: Bot, telegram: Telegram, ming: Person) -> None:
    """What has not changed or is gone cannot be edited or answered."""
    sent = await client.send_message(ming.id, "x")
    with pytest.raises(BadRequest, match=r"(?i)not modified"):
        await sent.edit_text("x")
    ming.private.delete(sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)to edit not found"):
        await sent.edit_text("y")
    with pytest.raises(BadRequest, match=r"(?i)replied not found"):
        await client.send_message(ming.id, "z", reply_parameters=ReplyParameters(sent.message_id))
    await client.send_message(
        ming.id, "z", reply_parameters=ReplyParameters(sent.message_id, allow_sending_without_reply=True)
    )
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await client.answer_callback_query("1")
    assert telegram.complaints() == []


async def test_upgrade(telegram: Telegram, client: Bot, ming: Person) -> None:
    """A group that became a supergroup has a new number, which the old one tells."""
    talks = group(telegram, "读书", ming, kind="group")
    raised = upgrade(telegram, talks, ming)
    with pytest.raises(ChatMigrated) as moved:
        await client.send_message(talks.id, "x")
    assert moved.value.new_chat_id == raised.id
    left, entered = await client.get_updates(timeout=5)
    assert left.message is not None
    assert left.message.migrate_to_chat_id == raised.id
    assert entered.message is not None
    assert entered.message.migrate_from_chat_id == talks.id
    assert telegram.complaints() == []


async def test_privacy(telegram: Telegram, client: Bot, ming: Person) -> None:
    """In a group a bot hears what concerns it, and everything once it is an administrator."""
    talks = group(telegram, "读书", ming)
    seat = ming.in_(talks)
    seat.say("大家好")
    seat.say("/help")
    talks.bot_status = "administrator"
    seat.say("还在吗")
    updates = await client.get_updates(timeout=5)
    assert [update.message.text for update in updates if update.message] == ["/help", "还在吗"]


async def test_one_poller(telegram: Telegram, client: Bot) -> None:
    """Of two that ask for updates the first is told of the other; none may while there is a webhook."""
    first = asyncio.create_task(client.get_updates(timeout=20))
    await telegram.polling()
    second = asyncio.create_task(client.get_updates(timeout=20))
    with pytest.raises(Conflict, match="terminated by other"):
        await first
    Person(telegram, "红").private.say("x")
    assert len(await second) == 1
    await client.set_webhook("https://bot.example.org/hook", secret_token="s")
    with pytest.raises(Conflict, match="webhook is active"):
        await client.get_updates()
    assert (await client.get_webhook_info()).url == "https://bot.example.org/hook"
    await client.delete_webhook()
    with pytest.raises(BadRequest, match=r"(?i)bad webhook"):
        await client.set_webhook("http://bot.example.org/hook")


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_trouble(telegram: Telegram, client: Bot, ming: Person) -> None:
    """Calls fail before or after they were carried out, as often as the test wants."""
    telegram.break_before("sendMessage", 502)
    telegram.break_before("sendMessage")
    telegram.break_after("sendMessage", 504)
    telegram.break_after("sendMessage")
    for shown in (0, 0, 1, 2):
        with pytest.raises(NetworkError):
            await client.send_message(ming.id, "x")
        assert len(ming.private.chat.shown) == shown
    telegram.refuse("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    with pytest.raises(RetryAfter) as flood:
        await client.send_message(ming.id, "x")
    assert "in 7 seconds" in str(flood.value)
    await client.send_message(ming.id, "x")
    assert telegram.complaints() == []


async def test_wrong_token(telegram: Telegram, client: Bot) -> None:
    """A token that was revoked opens nothing."""
    telegram.token = "1:other"
    with pytest.raises(InvalidToken):
        await client.get_me()


@pytest.mark.parametrize(
    ("entities", "refusal"),
    [
        ([("bold", 0, 9)], "not in the text"),
        ([("bold", 3, 1)], "divides"),
        ([("bold", 2, 1)], "marks nothing"),
        ([("spoilt", 0, 1)], "no use"),
        ([("text_link", 0, 1)], "leads nowhere"),
        ([("blockquote", 0, 3), ("expandable_blockquote", 0, 1)], "nested"),
        ([("bold", 0, 2), ("code", 0, 1)], "code"),
        ([("bold", 0, 2), ("italic", 1, 4)], "overlap"),
        ([("bold", 0, 1)] * 101, "too many"),
    ],
)
def test_entities(entities: list[tuple[str, int, int]], refusal: str) -> None:
    """An entity that the service would refuse or lose is a mistake."""
    described: list[Json] = [
        {"type": kind, "offset": offset, "length": length} for kind, offset, length in entities
    ]
    with pytest.raises(Violation, match=refusal):
        checked("ab 🙂", described)


@given(st.text(alphabet="a 🙂字\n", max_size=9))
def test_trimmed(text: str) -> None:
    """The service trims a text, and its entities move along."""
    word = [{"type": "bold", "offset": units(text), "length": 1}]
    shown, (entity,) = checked(f"{text}x{text}", word)
    assert shown == f"{text}x{text}".strip()
    assert shown.encode("utf-16-le")[2 * entity["offset"] :].decode("utf-16-le").startswith("x")


def test_links() -> None:
    """A file's name is taken for a link, but not in code or in a link of the sender's own."""
    assert [found["type"] for found in found_links("essay.md a.txt")] == ["url"]
    code = [{"type": "code", "offset": 0, "length": 8}]
    assert found_links("essay.md", code) == []


@given(st.lists(st.floats(0, 20), max_size=80), st.booleans())
def test_rates(pauses: list[float], group_chat: bool) -> None:  # noqa: FBT001 - drawn
    """Never do more messages pass than the service takes, and whoever waits as told is let through."""
    rates, now, passed = Rates(), 0.0, list[float]()
    for pause in pauses:
        now += pause
        if wait := rates.wait(1, now, group=group_chat):
            now += wait
            assert rates.wait(1, now, group=group_chat) == 0
        passed.append(now)
    for most, span in [(OVERALL, 1), (BURST, 0.99), (BURST + 10, 10), *([(GROUP_MINUTE, 60)] * group_chat)]:
        assert all(late - early >= span for early, late in zip(passed, passed[most:], strict=False))
    assert all(early <= late for early, late in pairwise(passed))


def test_spec(shared: Path, checkout: Path) -> None:
    """The official description finds what is missing, unknown, or of another type."""
    del shared
    spec = load_spec(checkout)
    assert spec is not None
    assert spec.of_call("sendMessage", {"chat_id": 1, "text": "x"}) == []
    assert spec.of_call("sendMessage", {"chat_id": "@x", "text": "x", "entities": [{}]})
    assert spec.of_call("sendMessage", {"chat_id": 1}) == ["sendMessage.text: missing"]
    assert spec.of_call("sendMessage", {"chat_id": 1, "text": 2}) == ["sendMessage.text: 2 is no String"]
    assert spec.of_call("sendMessage", {"chat_id": 1, "text": "", "txt": 2}) == [
        "sendMessage.txt: no such field"
    ]
    assert spec.of_call("sendNothing", {}) == ["sendNothing: no such method"]
    assert spec.of_value("User", {"id": True, "is_bot": False, "first_name": "x"})
