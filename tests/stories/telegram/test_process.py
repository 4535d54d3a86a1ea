"""``digestbot run`` as a process: start, stop, restart, trouble at the start, webhook, logs."""

import json
import socket
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group, invite
from tests.platforms.telegram.server import TOKEN
from tests.stories.telegram.running import running

ESSAY = "产业互联网的深逻辑"
READY = "Telegram is ready"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _kept(folder: Path, words: str) -> bool:
    """Whether any file in the folder holds these words."""
    return any(
        file.is_file() and marks in file.read_bytes()
        for file in folder.rglob("*")
        for marks in (words.encode(), json.dumps(words)[1:-1].encode())
    )


async def test_a_day(telegram: Telegram, tmp_path: Path) -> None:
    """Asked while it was down it answers when it is up; buttons and places outlive a restart and a crash."""
    ming = Person(telegram, "明")
    ming.private.say("/summary 4")
    async with running(telegram, tmp_path) as bot:
        summary = await ming.private.reads(ESSAY)
        ming.private.say("/read 4")
        ming.private.press("下一页", on=await ming.private.reads("第 1/"))
        await ming.private.reads("第 2/")
        ming.private.say("/search 拼多多 下沉市场 是不是一个很长很长的搜索才放不进一个按钮的六十四个字节")
        results = await ming.private.reads("拼多多")
        await telegram.world.pulse.until(lambda: len(telegram.asked("setMyName")) == 3 or None, "menus")
        await bot.kill()
    menus = len(telegram.asked("setMyCommands"))
    async with running(telegram, tmp_path) as bot:
        await bot.tells(READY)
        ming.private.press("要点", on=summary)
        assert (await ming.private.reads("第一，互联网")).id == summary.id
        ming.private.say("/read 4")
        await ming.private.reads("第 2/")
        assert (await ming.private.open("分享", on=results).reads("拼多多")).text == results.text
        assert await bot.stop() == 0
    assert len(telegram.asked("setMyCommands")) == menus > 0


async def test_stops_in_time(telegram: Telegram, tmp_path: Path) -> None:
    """Told to stop it does not wait for whatever is still under way."""
    ming = Person(telegram, "明")
    async with running(telegram, tmp_path) as bot:
        await bot.tells(READY)
        telegram.refuse("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60)
        ming.private.say("/summary 4")
        await telegram.world.pulse.until(lambda: telegram.asked("sendMessage") or None, "the first try")
        assert await bot.stop(patience=30) == 0
        assert "Traceback" not in bot.told


async def test_stopped_while_it_starts(telegram: Telegram, tmp_path: Path) -> None:
    """Told to stop before it is ready it ends in good order, however far it has come."""
    async with running(telegram, tmp_path, log_level="DEBUG") as bot:
        await bot.tells("selector")
        assert await bot.stop() == 0
        assert "Traceback" not in bot.told
    await telegram.stop()
    async with running(telegram, tmp_path, log_level="INFO") as bot:
        await bot.tells("Telegram waits")
        assert await bot.stop() == 0
        assert "Unclosed" not in bot.told
    await telegram.start()


async def test_stopped_before_it_answered(telegram: Telegram, tmp_path: Path) -> None:
    """What waits for its turn when the bot stops is answered after the next start, and nothing twice."""
    ming, hong = Person(telegram, "明"), Person(telegram, "红")
    talks = group(telegram, "读书", hong)
    seat = hong.in_(talks)
    telegram.refuse(
        "sendMessage",
        429,
        "Too Many Requests: retry after 60",
        when=lambda asked: asked["chat_id"] == ming.id,
        retry_after=60,
    )
    async with running(telegram, tmp_path) as bot:
        await bot.tells(READY)
        ming.private.say("/summary 4")
        await telegram.used()
        for _ in range(7):
            seat.say("/list")
        await seat.reads("全部文章")
        assert await bot.stop() == 0
        assert f"chat {ming.id} is not answered now" in bot.told
        assert "Traceback" not in bot.told
    async with running(telegram, tmp_path) as bot:
        await ming.private.reads(ESSAY)
        await telegram.world.pulse.until(lambda: len(talks.shown) == 7 or None, "all answers")
        assert await bot.stop() == 0
    async with running(telegram, tmp_path) as bot:
        await bot.tells(READY)
        ming.private.say("/list")
        await ming.private.reads("全部文章")
    assert len(talks.shown) == 7
    assert len(ming.private.chat.shown) == 2


async def test_text_is_not_kept(telegram: Telegram, tmp_path: Path) -> None:
    """A text of somebody's own is not kept over a stop, even where it is not answered."""
    ming = Person(telegram, "明")
    telegram.refuse("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60)
    async with running(telegram, tmp_path) as bot:
        await bot.tells(READY)
        ming.private.say("这是我自己写的一段话，谁也不该把它留下。" * 20)
        await telegram.used()
        assert await bot.stop() == 0
        assert f"chat {ming.id} is not answered any more" in bot.told
    assert not _kept(tmp_path, "谁也不该")


async def test_nothing_listens(telegram: Telegram, tmp_path: Path) -> None:
    """While Telegram cannot be reached it waits, says so once, and serves as soon as it can."""
    await telegram.stop()
    ming = Person(telegram, "明")
    async with running(telegram, tmp_path) as bot:
        await bot.tells("Telegram waits")
        await telegram.start()
        await bot.tells(READY)
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        assert bot.told.count("Telegram waits") == 1
        assert "Traceback" not in bot.told


async def test_revoked_token(telegram: Telegram, tmp_path: Path) -> None:
    """A token that opens nothing is named as the trouble, and tried again."""
    telegram.token = "1:other"
    async with running(telegram, tmp_path, telegram_token=TOKEN) as bot:
        line = await bot.tells("Telegram waits")
        assert "token" in line.lower()
        assert "Traceback" not in bot.told
        telegram.token = TOKEN
        await bot.tells(READY)
        telegram.token = "1:other"
        telegram.delivery.end_polls()
        await bot.tells("Telegram waits", after=READY)
        assert await bot.stop() == 0
    assert TOKEN not in bot.told


async def test_second_poller(telegram: Telegram, tmp_path: Path) -> None:
    """Of two with the same token both say so; when the second is stopped soon, the first goes on alone."""
    ming = Person(telegram, "明")
    async with running(telegram, tmp_path / "one") as one:
        await one.tells(READY)
        async with running(telegram, tmp_path / "two") as two:
            for bot in (one, two):
                await bot.tells("another process asks for this bot's updates")
            assert await two.stop() == 0
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        assert await one.stop() == 0
    assert "Traceback" not in one.told + two.told


async def test_second_process(telegram: Telegram, tmp_path: Path) -> None:
    """A folder of data is served by one process; the second says so and ends."""
    async with running(telegram, tmp_path) as one:
        await one.tells(READY)
        async with running(telegram, tmp_path) as two:
            assert await two.ends() == 1
            assert "Traceback" not in two.told
            assert str(tmp_path) in two.told


async def test_webhook(telegram: Telegram, tmp_path: Path) -> None:
    """With an address of its own it is posted to; polling again takes that back."""
    port = free_port()
    telegram.delivery.proxy = f"http://127.0.0.1:{port}"
    ming = Person(telegram, "明")
    hook = {"webhook_url": "https://bot.example.org", "listen": f"127.0.0.1:{port}"}
    async with running(telegram, tmp_path, **hook) as bot:
        await bot.tells(READY)
        ming.private.say("/summary 4")
        await ming.private.reads(ESSAY)
        url = telegram.delivery.proxy + telegram.delivery.hook["url"].removeprefix("https://bot.example.org")
        forged = {"update_id": 1, "message": {"message_id": 1}}
        async with aiohttp.ClientSession() as somebody:
            for secret in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
                async with somebody.post(url, json=forged, headers=secret) as answer:
                    assert answer.status in {401, 403}
            secret = {"X-Telegram-Bot-Api-Secret-Token": telegram.delivery.hook["secret_token"]}
            async with somebody.post(url, data=BytesIO(b"x" * 1_100_000), headers=secret) as answer:
                assert answer.status == 413
            async with somebody.post(url, data=b"{", headers=secret) as answer:
                assert answer.status in {200, 400}
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        assert await bot.stop() == 0
        assert "Traceback" not in bot.told
    async with running(telegram, tmp_path):
        ming.private.say("/summary 4")
        await ming.private.reads(ESSAY)
        assert telegram.delivery.hook == {}


@pytest.mark.parametrize("path", ["", "/hook/x"])
async def test_brought_twice(telegram: Telegram, tmp_path: Path, path: str) -> None:
    """What Telegram brings again, not having heard that it arrived, is answered once, wherever it comes."""
    port = free_port()
    telegram.delivery.proxy, telegram.delivery.unheard = f"http://127.0.0.1:{port}", 2
    ming = Person(telegram, "明")
    hook = {"webhook_url": f"https://bot.example.org{path}", "listen": f"127.0.0.1:{port}"}
    async with running(telegram, tmp_path, **hook) as bot:
        await bot.tells(READY)
        ming.private.say("/summary 4")
        await ming.private.reads(ESSAY)
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        assert telegram.delivery.unheard == 0
        assert await bot.stop() == 0
    assert len(ming.private.chat.shown) == 2


async def test_handed_over_twice(telegram: Telegram, tmp_path: Path) -> None:
    """After a restart it still knows what it was given, should that have stayed in Telegram's queue."""
    ming = Person(telegram, "明")
    ming.private.say("/summary 4")
    (update,) = telegram.world.updates
    async with running(telegram, tmp_path) as bot:
        await ming.private.reads(ESSAY)
        assert await bot.stop() == 0
    telegram.world.updates.insert(0, update)
    async with running(telegram, tmp_path) as bot:
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        assert await bot.stop() == 0
    assert len(ming.private.chat.shown) == 2


async def test_not_welcome(telegram: Telegram, tmp_path: Path) -> None:
    """Where the operator did not allow it, it says one line; a group it leaves."""
    ming = Person(telegram, "明")
    talks = group(telegram, "别处", ming, bot_status="left")
    async with running(telegram, tmp_path, chats="telegram:1") as bot:
        await bot.tells(READY)
        seat = ming.in_(talks)
        invite(telegram, talks, ming)
        await seat.reads("没有在这里开放")
        await telegram.world.pulse.until(lambda: talks.bot_status == "left" or None, "it leaves")
        mei = Person(telegram, "美", "zh-hant")
        mei.private.say("/list")
        await mei.private.reads("沒有在這裡開放")
        assert await bot.stop() == 0
    assert not any(asked["scope"]["type"] == "chat" for asked in telegram.asked("setMyCommands"))


async def test_not_welcome_any_more(telegram: Telegram, tmp_path: Path) -> None:
    """In a group that it was in before, it says so at the first word it hears, once, and leaves."""
    ming = Person(telegram, "明")
    talks = group(telegram, "别处", ming, bot_status="administrator")
    async with running(telegram, tmp_path, chats="telegram:1") as bot:
        await bot.tells(READY)
        seat = ming.in_(talks)
        seat.say("今天吃什么？")
        await telegram.world.pulse.until(lambda: talks.bot_status == "left" or None, "it leaves")
        assert ["没有在这里开放" in seen.text for seen in talks.shown] == [True]


async def test_token_is_never_logged(telegram: Telegram, tmp_path: Path) -> None:
    """Whatever is logged at whatever level, and whatever goes wrong, the token is not in it."""
    ming = Person(telegram, "明")
    async with running(telegram, tmp_path, log_level="DEBUG") as bot:
        await bot.tells(READY)
        for status in (502, None):
            telegram.break_before("sendMessage", status)
            ming.private.say("/summary 4")
            await telegram.used()
        telegram.break_before("getFile", times=9)
        ming.private.send_file("文.md", "# 题\n\n字。".encode())
        await ming.private.reads("再发一次")
        telegram.break_before("getUpdates")
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        await telegram.stop()
        await telegram.start()
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        await bot.stop()
    assert TOKEN not in bot.told
    assert TOKEN.partition(":")[2] not in bot.told
    assert "全部文章" not in bot.told


async def test_secret_is_never_logged(telegram: Telegram, tmp_path: Path) -> None:
    """Nor is the secret that Telegram shows at the webhook."""
    port = free_port()
    telegram.delivery.proxy = f"http://127.0.0.1:{port}"
    ming = Person(telegram, "明")
    hook = {"webhook_url": "https://bot.example.org", "listen": f"127.0.0.1:{port}"}
    async with running(telegram, tmp_path, log_level="DEBUG", **hook) as bot:
        await bot.tells(READY)
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        await bot.stop()
    assert telegram.delivery.hook["secret_token"] not in bot.told
