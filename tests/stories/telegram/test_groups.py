"""Groups, topics and channels: who is answered, where, and who may do what."""

import pytest

from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group, invite, upgrade
from tests.platforms.telegram.world import Chat

ESSAY = "产业互联网的深逻辑"


@pytest.fixture
def hong(telegram: Telegram, served: object) -> Person:
    """Hong, an administrator of the groups."""
    del served
    return Person(telegram, "红")


@pytest.fixture
def talks(telegram: Telegram, ming: Person, hong: Person) -> Chat:
    """A group where the bot hears everything, since it is an administrator."""
    return group(telegram, "读书", ming, admins=(hong,), bot_status="administrator")


async def test_answers_whoever_calls(telegram: Telegram, ming: Person, talks: Chat) -> None:
    """Commands with its name or none, mentions and replies are answered; nothing else is."""
    seat, bot = ming.in_(talks), telegram.world.username
    seat.say("大家好，/summary 4 这个命令不错")
    seat.say("/summary@other_bot 4")
    seat.send_file("文.md", "# 不是给它的\n\n所以没有人回答。".encode())
    asked = seat.say(f"/summary@{bot} 4")
    summary = await seat.reads(ESSAY)
    assert summary.reply_to == asked
    assert len(talks.shown) == 1
    seat.say(f"@{bot} 烟雾弹")
    await seat.reads("烟雾弹")
    seat.say("/points", reply_to=summary.id)
    await seat.reads("第一，互联网原有体系下的业务将会被深度整合。")


async def test_topics(telegram: Telegram, ming: Person, hong: Person) -> None:
    """What is asked in a topic is answered in it, and pressed there by two people."""
    forum = group(telegram, "论坛", ming, hong, topics=2)
    here, there = forum.topics
    seat = ming.in_(forum, here)
    asked = seat.say("/summary 4")
    summary = await seat.reads(ESSAY)
    assert summary.thread == here
    assert summary.reply_to == asked
    other = hong.in_(forum, there)
    other.say("/list")
    assert (await other.reads("全部文章")).thread == there
    beside = hong.in_(forum, here)
    beside.press("要点", on=summary)
    assert (await beside.reads("第一，互联网")).id == summary.id


async def test_settings_are_for_admins(ming: Person, hong: Person, talks: Chat) -> None:
    """A member is told so kindly; an administrator, also one who does not show, may change them."""
    member, admin = ming.in_(talks), hong.in_(talks)
    member.say("/settings")
    await member.reads("由管理员来改")
    admin.say("/settings")
    shown = await admin.reads("这里现在的设置")
    query = member.press("按钮：只有提问的人", on=shown)
    assert "由管理员来改" in await member.sees(query)
    admin.press("按钮：只有提问的人", on=shown)
    await admin.reads("已经改了")
    unseen = hong.in_(talks, anonymous=True)
    unseen.say("/settings length short")
    await unseen.reads("已经改了")


async def test_only_the_asker_presses(ming: Person, hong: Person, talks: Chat) -> None:
    """Where the group says so, others than the asker are told why nothing happens."""
    admin, member = hong.in_(talks), ming.in_(talks)
    admin.say("/settings buttons asker")
    await admin.reads("已经改了")
    member.say("/summary 4")
    summary = await member.reads(ESSAY)
    query = admin.press("更长", on=summary)
    assert "回答别人" in await admin.sees(query)
    assert talks.shown[-1] == summary
    member.press("更长", on=summary)
    assert (await member.reads(ESSAY)).edited


async def test_personal(telegram: Telegram, ming: Person, hong: Person, talks: Chat) -> None:
    """What is somebody's own is not shown in a group; a link leads to it, and nobody else presses."""
    seat = ming.in_(talks)
    seat.say("/save 4")
    saved = await seat.reads("已收藏")
    assert "回答别人" in await hong.in_(talks).sees(hong.in_(talks).press("取消收藏", on=saved))
    await seat.open("我的收藏", on=saved).reads(ESSAY)
    seat.say("/mydata")
    asked = await seat.reads("请私下找我")
    assert asked.labels == ["私下打开"]
    there = seat.open("私下打开", on=asked)
    there.press("导出", on=await there.reads("要导出"))
    file = await telegram.world.pulse.until(
        lambda: next((seen.file for seen in ming.private.chat.shown if seen.file), None), "a file"
    )
    assert '"number": 4' in telegram.world.files[file][1].decode()
    assert not any(seen.file for seen in talks.shown)


async def test_commands_of_other_bots(ming: Person, talks: Chat) -> None:
    """A command that may be another bot's is left to it; called by name, the bot says what it has."""
    seat = ming.in_(talks)
    seat.say("/play 4")
    seat.say(f"/sumary@{seat.telegram.world.username} 4")
    assert "/summary 4" in (await seat.reads()).labels
    seat.say(f"@{seat.telegram.world.username}")
    await seat.reads("在群里用命令叫我")


async def test_greeting(telegram: Telegram, ming: Person) -> None:
    """Brought into a group it says hello, once."""
    new = group(telegram, "新群", ming, bot_status="left")
    seat = ming.in_(new)
    invite(telegram, new, ming)
    await seat.reads("/digest")
    seat.say("/list")
    await seat.reads("全部文章")
    assert len(new.shown) == 2


async def test_upgraded_group(telegram: Telegram, ming: Person, hong: Person) -> None:
    """What a group has set holds on after it became a supergroup."""
    small = group(telegram, "小群", ming, admins=(hong,), kind="group")
    admin = hong.in_(small)
    admin.say("/settings language en")
    await admin.reads("English")
    raised = upgrade(telegram, small, hong)
    seat = ming.in_(raised)
    seat.say("/settings")
    await seat.reads("admin")


async def test_upgraded_meanwhile(telegram: Telegram, ming: Person, hong: Person) -> None:
    """An answer to a group that has just become a supergroup arrives in that."""
    small = group(telegram, "小群", ming, admins=(hong,), kind="group")
    raised = Chat(-1_001_999_999_999, "supergroup", "大群")
    telegram.world.chats[raised.id] = raised
    seat = ming.in_(small)
    small.upgraded_to = raised.id
    seat.say("/summary 4")
    assert ESSAY in (await ming.in_(raised).reads(ESSAY)).text


async def test_upgraded_since(telegram: Telegram, ming: Person, hong: Person) -> None:
    """What is pressed below an answer from before is answered in the supergroup, in its language."""
    small = group(telegram, "小群", ming, admins=(hong,), kind="group")
    admin = hong.in_(small)
    admin.say("/settings language en")
    await admin.reads("English")
    old = ming.in_(small)
    old.say("/summary 4")
    summary = await old.reads(ESSAY)
    seat = ming.in_(upgrade(telegram, small, hong))
    old.press("Key points", on=summary)
    points = await seat.reads("第一，互联网")
    assert "Longer" in points.labels or "Summary" in points.labels


async def test_channel(telegram: Telegram, ming: Person, hong: Person) -> None:
    """An administrator's command in a channel is answered there, and what is pressed changes its answer."""
    channel = group(telegram, "频道", ming, admins=(hong,), kind="channel", bot_status="administrator")
    seat = hong.in_(channel)
    seat.say("/summary 4")
    await seat.reads(ESSAY)
    seat.say("/settings")
    shown = await seat.reads("摘要长短：适中")
    reader = ming.in_(channel)
    assert "由管理员来改" in await reader.sees(reader.press("摘要：短", on=shown))
    seat.press("摘要：短", on=shown)
    changed = await seat.reads("摘要长短：短")
    assert changed.id == shown.id
    seat.say("/save 4")
    there = seat.open("私下打开", on=await seat.reads("每个人自己的"))
    assert "收藏" in (await there.reads(ESSAY)).labels
