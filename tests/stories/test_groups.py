"""Groups, allowed places, and those who ask too often."""

from dataclasses import replace

import pytest

from bot import actions
from bot.desk.door import Door
from bot.ports import HideEssay
from bot.replies import Attachment, Kind
from bot.requests import Setting
from bot.wiring import Bot
from tests.stories.talk import FakeClock, Talk, buttons_of, labels_of, numbers_of, text_of


def in_group(
    bot: Bot, person: str, *, is_admin: bool = False, asker: str = "", whispers: bool = False
) -> Talk:
    """Somebody in the group."""
    setting = Setting.GROUP
    return Talk(bot.desk, person, "-5", setting=setting, is_admin=is_admin, asker=asker, whispers=whispers)


async def test_greeting(bot: Bot) -> None:
    """Added to a group the bot says what it is and how to talk to it; every button leads on."""
    group = in_group(bot, "admin", is_admin=True)
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
    assert "这里现在的设置" in text_of(shown)
    await admin.press("按钮：只有提问的人")
    assert "谁能按按钮：只有提问的人" in text_of(admin.reply)
    refused = await member.press_data("settings:buttons:anyone")
    assert refused.kind is Kind.NOTICE
    assert refused.private
    alone = Talk(bot.desk)
    assert "按按钮" not in text_of(await alone.say("/settings"))
    assert "这里只有你按按钮" in text_of(await alone.say("/settings buttons asker"))


async def test_refused_in_own_language(bot: Bot) -> None:
    """What only the presser is told is in the presser's language, whatever the message speaks."""
    admin = in_group(bot, "admin", is_admin=True)
    ann = replace(in_group(bot, "ann"), language="en", desk=replace(bot.desk, door=Door()))
    for words in ("/settings", "/subscribe"):
        ann.reply = await admin.say(words)
        for button in buttons_of(ann.reply):
            refused = await ann.press_data(button.data)
            assert "管理员" not in text_of(refused)
            assert "admins" in text_of(refused)
            assert refused.private


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


async def test_each_their_own_language(bot: Bot) -> None:
    """Where a group has no language each is answered in their own; one that was chosen can be taken back."""
    admin, guest = in_group(bot, "admin", is_admin=True), in_group(bot, "guest")
    guest.language = "en"
    assert "语言：每人自己的语言" in text_of(await admin.say("/settings"))
    await admin.press("简体中文")
    assert "要点" in labels_of(await guest.say("/summary 1"))
    await admin.press("每人自己的语言")
    assert "Key points" in labels_of(await guest.say("/summary 1"))


async def test_a_message_keeps_its_language(bot: Bot) -> None:
    """What is pressed goes on in the language of its message; what the presser alone is told does not."""
    ming, guest = in_group(bot, "ming"), in_group(bot, "guest", asker="ming")
    guest.language = "en"
    guest.reply = summary = await ming.say("/summary 1")
    for label in ("要点", "摘要", "更长", "读原文"):
        assert (await guest.press(label)).edits
    assert "要点" in labels_of(guest.reply)
    guest.reply = summary
    saved = await guest.press("收藏")
    assert "Saved" in text_of(saved)
    await bot.store.apply([HideEssay(1)], bot.clock.now())
    guest.reply = summary
    assert "no longer" in text_of(await guest.press("要点"))
    guest.reply = await ming.say("/list")
    assert "Summary" in labels_of(await guest.say("/points 2"))


async def test_a_language_pressed_is_spoken(bot: Bot) -> None:
    """Choosing a language changes the message in which it is chosen."""
    admin = in_group(bot, "admin", is_admin=True)
    await admin.say("/settings")
    assert "Settings here" in text_of(await admin.press("English"))


async def test_failing_aside(bot: Bot) -> None:
    """That there is nothing to show is told to the asker alone."""
    group = in_group(bot, "ming")
    for words in ("/summary 9999", "/search zzzqqq", "/topic zzzqqq", "/xyzzy", "/summary zzzqqq"):
        assert (await group.say(words)).private, words
    for words in ("/search -", "/search *", "/search author:", "/topic *"):
        reply = await in_group(bot, "hong", whispers=True).say(words)
        assert (reply.private, bool(reply.buttons)) == (True, True), words
    for data in ("~gone", "dance:3", "summary:9999"):
        assert (await group.press_data(data)).private, data
    assert not (await group.say("/summary 产业")).private
    assert not (await group.say("/search 产业")).private


async def test_help_in_a_group(bot: Bot) -> None:
    """Help says how to talk to the bot where it is asked, and names no command that only begins."""
    group, alone = in_group(bot, "ming"), Talk(bot.desk)
    assert "@我" in text_of(await group.say("/help"))
    assert "@我" not in text_of(await alone.say("/help"))
    assert "/start" not in text_of(alone.reply)


async def test_next_step_for_a_text(bot: Bot) -> None:
    """Who wants the summary of a text is told what can be done there."""
    words = "我们沿着河走谁也没有说话" * 20
    group, alone = in_group(bot, "ming"), Talk(bot.desk)
    assert "/summary" in text_of(await group.say(f"/search {words}"))
    assert "发一份文件" in text_of(await alone.say(f"/search {words}"))
    server = replace(group, platform="discord")
    assert "总结这条消息" in text_of(await server.say(f"/search {words}"))
    assert "总结这条消息" in text_of(await server.press_data("here:summary"))
    assert "/summary" in text_of(await group.press_data("here:summary"))


async def test_managers_press_for_the_group(bot: Bot) -> None:
    """What was asked in the name of the group itself is its managers' to press."""
    await in_group(bot, "admin", is_admin=True).say("/settings buttons asker")
    manager, member = in_group(bot, "admin", is_admin=True, asker="-5"), in_group(bot, "hong", asker="-5")
    assert (await manager.press_data("summary:1:long")).kind is Kind.SUMMARY
    assert "回答别人" in text_of(await member.press_data("summary:1:long"))


@pytest.mark.parametrize("command", ["saved", "mydata", "forgetme"])
async def test_personal(bot: Bot, command: str) -> None:
    """What is a person's own is not shown where all see it: a button leads to where it is."""
    await Talk(bot.desk, "ming").say("/save 2")
    group = in_group(bot, "ming", asker="ming")
    for reply in (await group.say(f"/{command}"), await group.press_data(command)):
        assert "请私下找我" in text_of(reply)
        assert "烟雾弹" not in text_of(reply)
        assert not any(isinstance(node, Attachment) for node in reply.nodes)
        assert not reply.private
        (there,) = buttons_of(reply)
        assert there.privately
        alone = Talk(bot.desk, "ming")
        expected = await alone.say(f"/{command}")
        followed = await alone.say(f"/start {actions.payload(there.data)}")
        if command == "mydata":
            # Anybody can make such a link.
            assert labels_of(followed) == ["导出"]
            followed = await alone.press("导出")
        assert followed.nodes == expected.nodes
    assert f"/{command}" not in text_of(await group.say("/help"))


@pytest.mark.parametrize("command", ["saved", "mydata", "forgetme"])
async def test_whispered(bot: Bot, command: str) -> None:
    """Where only the asker can be answered, that is done; also when the way there is pressed."""
    aloud, whispered = in_group(bot, "ming", asker="ming"), in_group(bot, "ming", asker="ming", whispers=True)
    answer = await whispered.say(f"/{command}")
    assert answer.private
    whispered.reply = await aloud.say(f"/{command}")
    pressed = await whispered.press("私下打开")
    assert pressed.nodes == answer.nodes
    assert pressed.private
    assert not pressed.edits


async def test_saving(bot: Bot) -> None:
    """Saving in a group says so and no more; only the one who saved takes it back."""
    ming, hong = in_group(bot, "ming", asker="ming"), in_group(bot, "hong", asker="ming")
    reply = await ming.say("/save 2")
    assert [button.privately for button in buttons_of(reply)] == [False, True]
    hong.reply = reply
    assert "回答别人" in text_of(await hong.press("取消收藏"))
    assert numbers_of(await Talk(bot.desk, "ming").say("/saved")) == [2]
    await ming.press("取消收藏")
    assert numbers_of(await Talk(bot.desk, "ming").say("/saved")) == []


@pytest.mark.parametrize("whispers", [False, True])
async def test_nobody_erases_by_anothers_button(bot: Bot, *, whispers: bool) -> None:
    """Whoever presses somebody else's buttons to their own data gets nothing done and nothing shown."""
    await Talk(bot.desk, "hong").say("/save 2")
    hong = in_group(bot, "hong", asker="ming", whispers=whispers)
    for data in ("erase", "saved", "mydata", "forgetme", "unsave:2"):
        assert "回答别人" in text_of(await hong.press_data(data))
    assert numbers_of(await Talk(bot.desk, "hong").say("/saved")) == [2]
    unknown = in_group(bot, "hong")
    assert "回答别人" in text_of(await unknown.press_data("erase"))


async def test_bare_mention(bot: Bot) -> None:
    """Called by nothing but its name, the bot says what it is."""
    reply = await in_group(bot, "ming").say("")
    assert reply.kind is Kind.HELP
    assert "/digest" in text_of(reply)
    assert "大家好" not in text_of(reply)


@pytest.mark.parametrize("words", ["哈哈哈哈", "？！", "hello there", "zzzqqq"])
async def test_words_to_somebody_else(bot: Bot, words: str) -> None:
    """Words on which there is nothing get one short line, and no shelf."""
    reply = await in_group(bot, "ming").say(words)
    assert len(reply.nodes) == 1
    assert numbers_of(reply) == []
    assert labels_of(reply) == []


@pytest.mark.parametrize("words", ["谢谢！", "多謝", "👍🏽", "OK~", "Thank you."])
async def test_courtesy(bot: Bot, talk: Talk, words: str) -> None:
    """Thanks get a kind word where nobody else hears it, and are not looked for in essays."""
    assert (await in_group(bot, "ming").say(words)).nodes == ()
    assert text_of(await talk.say(words)).startswith("不客气")


async def test_anonymous(bot: Bot) -> None:
    """Who speaks in the name of a group has no shelf: the essay is a tap away where they can save it."""
    unnamed = replace(in_group(bot, "1"), anonymous=True)
    reply = await unnamed.say("/save 4")
    assert "每个人自己的" in text_of(reply)
    (there,) = buttons_of(reply)
    alone = Talk(bot.desk, "ming")
    assert "收藏" in labels_of(await alone.say(f"/start {actions.payload(there.data)}"))
    assert "产业互联网的深逻辑" in text_of(await alone.press("收藏"))
    assert not await bot.store.saved("person/test:1")


async def test_commands_to_another_bot(bot: Bot) -> None:
    """A command that the bot does not know and that does not name it is left to others, however often."""
    desk = replace(bot.desk, door=Door(per_person=2))
    group = replace(in_group(bot, "ming"), desk=desk, addressed=False)
    for _ in range(4):
        for words in ("/play song", "/weather", "/erase", "／播放"):
            assert (await group.say(words)).nodes == ()
    assert (await group.say("/summary 1")).kind is Kind.SUMMARY
    assert (await replace(group, addressed=True).say("/sumary 1")).kind is Kind.CHOICES


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
    for _ in range(2):
        pressed = await ming.press_data("summary:1")
        assert pressed.private
        assert "40 秒" in text_of(pressed)
    waiting = await desk.answer(replace(ming.request(), text="/summary 1", awaited=True))
    assert "40 秒" in text_of(waiting)
    assert (await hong.say("/summary 1")).kind is Kind.SUMMARY
    clock.pass_time(seconds=40)
    assert (await ming.say("/summary 1")).kind is Kind.SUMMARY
