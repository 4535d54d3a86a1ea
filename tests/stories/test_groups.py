"""Groups, allowed places, and those who ask too often."""

from dataclasses import replace

from bot.door import Door
from bot.replies import Kind
from bot.requests import Setting
from bot.wiring import Bot
from tests.stories.talk import FakeClock, Talk, labels_of, text_of


def in_group(bot: Bot, person: str, *, is_admin: bool = False, asker: str = "") -> Talk:
    """Somebody in the group."""
    return Talk(bot.desk, person, "-5", setting=Setting.GROUP, is_admin=is_admin, asker=asker)


async def test_greeting(bot: Bot) -> None:
    """Added to a group the bot says what it is and how to talk to it; every button leads on."""
    group = in_group(bot, "admin")
    greeting = await group.press_data("greet")
    assert not greeting.edits
    assert "/digest" in text_of(greeting)
    for label in labels_of(greeting):
        group.reply = greeting
        assert (await group.press(label)).kind is not Kind.NOTICE


async def test_group_settings(bot: Bot) -> None:
    """A group has its own language, length and rule for buttons; alone there is no such rule."""
    admin, member = in_group(bot, "admin", is_admin=True), in_group(bot, "member")
    shown = await admin.say("/settings")
    assert "这个群" in text_of(shown)
    await admin.press("只有提问的人")
    assert "谁能按按钮：只有提问的人" in text_of(admin.reply)
    refused = await member.press_data("settings:buttons:anyone")
    assert refused.kind is Kind.NOTICE
    assert refused.private
    alone = Talk(bot.desk)
    assert "按按钮" not in text_of(await alone.say("/settings"))
    assert "不认识" in text_of(await alone.say("/settings buttons asker"))


async def test_anyone_presses(bot: Bot) -> None:
    """Unless the group wants it otherwise, anybody presses any button."""
    assert (await in_group(bot, "hong", asker="ming").press_data("summary:1:long")).kind is Kind.SUMMARY


async def test_only_the_asker_presses(bot: Bot) -> None:
    """Where only the asker presses, others are told how to get their own, and the message stays."""
    await in_group(bot, "admin", is_admin=True).say("/settings buttons asker")
    refused = await in_group(bot, "hong", asker="ming").press_data("summary:1:long")
    assert refused.kind is Kind.NOTICE
    assert refused.private
    assert not refused.edits
    assert (await in_group(bot, "ming", asker="ming").press_data("summary:1:long")).kind is Kind.SUMMARY
    assert (await in_group(bot, "hong").press_data("summary:1:long")).kind is Kind.SUMMARY
    assert (await Talk(bot.desk, "hong", asker="ming").press_data("summary:1")).kind is Kind.SUMMARY


async def test_closed(bot: Bot) -> None:
    """In a place that is not allowed there is one line, and nothing else."""
    desk = replace(bot.desk, door=Door(chats=frozenset({"test:-7"})))
    stranger = Talk(desk, "ming", "-5", setting=Setting.GROUP)
    for words in ("/summary 1", "产业", "/forgetme"):
        reply = await stranger.say(words)
        assert "没有在这里开放" in text_of(reply)
        assert reply.buttons == ()
    assert not desk.welcomes(stranger.request())
    assert await desk.offers(stranger.request(), "") == await desk.offers(stranger.request(), "流量")
    assert await desk.suggest(stranger.request(), "产", 5) == ()
    assert (await Talk(desk, "ming", "-7", setting=Setting.GROUP).say("/summary 1")).kind is Kind.SUMMARY


async def test_flood(bot: Bot, clock: FakeClock) -> None:
    """Who asks too often is told once how long to wait; others notice nothing."""
    desk = replace(bot.desk, door=Door(per_person=3))
    ming, hong = Talk(desk, "ming"), Talk(desk, "hong", "2")
    for _ in range(3):
        assert (await ming.say("/summary 1")).kind is Kind.SUMMARY
    clock.pass_time(seconds=20)
    told = await ming.say("/summary 1")
    assert told.private
    assert "40 秒" in text_of(told)
    assert (await ming.say("/summary 1")).nodes == ()
    assert (await hong.say("/summary 1")).kind is Kind.SUMMARY
    clock.pass_time(seconds=40)
    assert (await ming.say("/summary 1")).kind is Kind.SUMMARY
