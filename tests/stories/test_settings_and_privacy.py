"""What people choose, and what is kept about them."""

import json
from dataclasses import replace

import pytest

from bot.desk.door import Door
from bot.jobs.notices import Notices
from bot.replies import Attachment, Kind
from bot.requests import Setting
from bot.settings import load
from bot.texts import Language
from bot.wiring import Bot
from tests.stories.talk import Talk, labels_of, numbers_of, sentences_of, text_of


async def test_language_follows_the_person(bot: Bot) -> None:
    """Each person is spoken to in their own language; the essays stay as they were written."""
    taipei, london = Talk(bot.desk, "a", "1", "zh-TW"), Talk(bot.desk, "b", "2", "en-GB")
    assert "要點" in labels_of(await taipei.say("/summary 1"))
    assert "Key points" in labels_of(await london.say("/summary 1"))
    assert sentences_of(taipei.reply) == sentences_of(london.reply)


async def test_own_number(bot: Bot) -> None:
    """What is said to be one's number makes one an admin in the operator's settings."""
    said = text_of(await Talk(bot.desk, "123", platform="telegram").say("/mydata"))
    chosen = load({"DIGESTBOT_ADMINS": said.rpartition("：")[2].strip(), "DIGESTBOT_CHATS": "telegram:9"})
    desk = replace(bot.desk, door=Door(chosen.chats, chosen.admins))
    for person, is_let_in in (("123", True), ("124", False)):
        reply = await Talk(desk, person, platform="telegram").say("/help")
        assert (reply.kind is Kind.HELP) is is_let_in


async def test_language_of_notices(bot: Bot) -> None:
    """Operators are told things in the language they chose, else in the one they spoke last."""
    admins = frozenset({"test:ming", "test:hong", "test:lan"})
    desk = replace(bot.desk, door=Door(admins=admins))
    notices = Notices(admins, bot.store, Language.ZH_HANS)
    await Talk(desk, "hong", language="zh-TW").say("/help")
    await Talk(desk, "hong", language="en-GB").say("/help")
    await Talk(desk, "hong", language="").say("/help")
    await Talk(desk, "lan", language="en").say("/settings language zh-Hant")
    notices.tell(lambda voice: voice.language)
    assert await notices.next("test") == [("hong", "en"), ("lan", "zh-Hant"), ("ming", "zh-Hans")]


async def test_language_is_remembered(talk: Talk) -> None:
    """A chosen language stays, whatever the platform reports."""
    await talk.say("/settings")
    changed = await talk.press("English")
    assert changed.edits
    assert "Done." in text_of(changed)
    assert "Key points" in labels_of(await talk.say("/summary 1"))
    await talk.say("/settings zh-hant")
    assert "要點" in labels_of(await talk.say("/summary 1"))


@pytest.mark.parametrize("words", ["English", "language English", "语言 english", "EN "])
async def test_as_buttons_say_it(talk: Talk, words: str) -> None:
    """A value may be typed as its button says it, and by itself it says which setting it is of."""
    assert "Done." in text_of(await talk.say(f"/settings {words}"))


async def test_length_is_remembered(talk: Talk) -> None:
    """Summaries come in the chosen length."""
    medium = sentences_of(await talk.say("/summary 1"))
    await talk.say("/settings")
    await talk.press("摘要：短")
    assert len("".join(sentences_of(await talk.say("/summary 1")))) < len("".join(medium))


async def test_wrong_setting(talk: Talk) -> None:
    """A setting that does not exist shows those that do."""
    reply = await talk.say("/settings colour blue")
    assert "colour blue" in text_of(reply)
    assert "English" in labels_of(reply)


async def test_group_settings_are_the_admins(bot: Bot) -> None:
    """In a group the settings are the group's, and only admins change them."""
    admin = Talk(bot.desk, "admin", "-5", setting=Setting.GROUP)
    member = Talk(bot.desk, "member", "-5", setting=Setting.GROUP, is_admin=False)
    assert "管理员" in text_of(await member.say("/settings language en"))
    await admin.say("/settings language en")
    assert "Key points" in labels_of(await member.say("/summary 1"))
    private = Talk(bot.desk, "member", "7")
    assert "要点" in labels_of(await private.say("/summary 1"))


async def test_shelf(talk: Talk) -> None:
    """Essays and sentences go on the shelf once, lead back, and come off again."""
    await talk.say("/summary 2")
    await talk.press("收藏")
    assert "已经在收藏里" in text_of(await talk.say("/save 2"))
    summary = await talk.say("/summary 1")
    first = sentences_of(summary)[0]
    await talk.press("第 1 句的出处")
    await talk.press("收藏这句")
    shelf = await talk.say("/saved")
    assert numbers_of(shelf) == [1, 2]
    assert first in text_of(shelf).replace("\n    │ ", "")
    page = await talk.press("1. 回归，产业互联网的核心要义")
    assert page.kind is Kind.PAGE
    await talk.press("收藏这句")
    await talk.press("取消收藏")
    assert numbers_of(await talk.say("/saved")) == [2]


async def test_empty_shelf(talk: Talk) -> None:
    """An empty shelf says how to fill it and where to look."""
    assert "全部文章" in labels_of(await talk.say("/saved"))


async def test_forget_me(bot: Bot, talk: Talk) -> None:
    """What is kept can be seen, and is gone after a second yes, for this person alone."""
    other = Talk(bot.desk, "hong", "2")
    for person in (talk, other):
        await person.say("/save 2")
        await person.say("/settings language en")
        await person.say("/read 1")
    (file,) = [node for node in (await talk.say("/mydata")).nodes if isinstance(node, Attachment)]
    assert f"Your number here: test:{talk.person}" in text_of(talk.reply)
    assert "en" in file.text
    assert json.loads(file.text)
    await talk.say("/forgetme")
    assert numbers_of(await talk.say("/saved")) == [2]
    await talk.say("/forgetme")
    erased = await talk.press("Yes, erase it")
    assert erased.edits
    assert labels_of(erased) == []
    assert "没有保存" in text_of(await talk.say("/mydata"))
    assert f"编号：test:{talk.person}" in text_of(talk.reply)
    assert numbers_of(await other.say("/saved")) == [2]


async def test_forget_me_ends_the_digest(talk: Talk) -> None:
    """Where a digest comes every day, the question says that it ends too; elsewhere it does not."""
    assert "每日摘要" not in text_of(await talk.say("/forgetme"))
    await talk.say("/subscribe 8:00 上海")
    assert "每日摘要也会跟着停" in text_of(await talk.say("/forgetme"))
    await talk.say("/unsubscribe")
    assert "每日摘要" not in text_of(await talk.say("/forgetme"))


async def test_erasing_is_asked_first(talk: Talk) -> None:
    """Nothing that can be typed erases anything."""
    await talk.say("/save 2")
    for words in ("/forgetme yes", "/erase", "/unsave 2"):
        await talk.say(words)
    assert numbers_of(await talk.say("/saved")) == [2]


async def test_old_buttons(talk: Talk) -> None:
    """A button whose meaning is gone or unknown says what to do."""
    for data in ("~gone", "dance:3", "summary:1:2:3:4:5", ":::", "read:1:99999.0:1", "read:1:-1", "list:x"):
        reply = await talk.press_data(data)
        assert reply.kind is not Kind.ERROR
        assert text_of(reply)
