"""Alone with the bot in Telegram: finding, reading, sharing."""

from pathlib import Path

import pytest

from bot.wiring import Bot
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group

ESSAY = "产业互联网的深逻辑"


async def test_first_contact(ming: Person) -> None:
    """Hello gives two lines and buttons, each of which leads on."""
    ming.private.say("/start")
    hello = await ming.private.reads("每一句都是作者的原话")
    assert hello.labels[:2] == ["今日一篇", "随机一篇"]
    query = ming.private.press("随机一篇")
    assert await ming.private.sees(query) == ""
    shown = await ming.private.reads("约")
    assert shown.marked("bold")


async def test_summary_looks_good(telegram: Telegram, ming: Person) -> None:
    """A summary has its title in bold, the editor's lead folded, and is one screen without a preview."""
    ming.private.say("/summary 4")
    summary = await ming.private.reads()
    assert summary.marked("bold")[0] == ESSAY
    assert summary.marked("expandable_blockquote")[0].startswith("导语（编辑）")
    assert summary.marked("url") == []
    assert telegram.asked("sendMessage")[0]["link_preview_options"] == {"is_disabled": True}
    assert {"要点", "更长", "读原文", "相关", "收藏"} <= set(summary.labels)


async def test_browse(telegram: Telegram, ming: Person) -> None:
    """From summary to key points, longer and back, all in the same message."""
    ming.private.say(ESSAY)
    summary = await ming.private.reads(ESSAY)
    ming.private.press("要点")
    points = await ming.private.reads("第一，互联网原有体系下的业务将会被深度整合。")
    ming.private.press("摘要")
    again = await ming.private.reads()
    ming.private.press("更长")
    longer = await ming.private.reads()
    assert {seen.id for seen in (summary, points, again, longer)} == {summary.id}
    assert again.edited
    assert again.text == summary.text
    assert len(longer.text) > len(summary.text)
    assert len(telegram.asked("sendMessage")) == 1


async def test_sentence_leads_to_its_place(ming: Person) -> None:
    """A tap on a sentence's number opens the essay there, with the sentence marked."""
    ming.private.say("/summary 4")
    summary = await ming.private.reads(ESSAY)
    there = ming.private.tap(0, on=summary)
    page = await there.reads("第")
    assert page.id != summary.id
    (marked,) = [bold for bold in page.marked("bold") if "【" in bold]
    assert marked.strip("【】") in summary.text


async def test_search_and_page(served: Bot, ming: Person, tmp_path: Path) -> None:
    """A search marks the words; its pages change the same message; a hit leads to its place."""
    more = tmp_path / "more"
    more.mkdir()
    for number in range(9):
        text = f"# 新篇{number}\n\n说到产业互联网，第{number}篇也有话要说。"
        (more / f"{number}.md").write_text(text, encoding="utf-8")
    await served.add(more)
    ming.private.say("/search 产业互联网")
    results = await ming.private.reads("14 篇")
    assert "【产业互联网】" in results.text
    ming.private.press("下一页", on=results)
    following = await ming.private.reads()
    assert following.id == results.id
    assert following.text != results.text
    hit = next(label for label in following.labels if "出处" in label)
    ming.private.press(hit, on=following)
    await ming.private.reads("页")


async def test_read_on(ming: Person) -> None:
    """Reading turns the pages of one message, and goes on where it stopped."""
    ming.private.say("/read 4")
    first = await ming.private.reads("第 1/")
    ming.private.press("下一页", on=first)
    second = await ming.private.reads("第 2/")
    assert second.id == first.id
    ming.private.say("/read 4")
    assert (await ming.private.reads("第 2/")).id != first.id


async def test_deep_links(telegram: Telegram, ming: Person) -> None:
    """What one person shares opens the same for another: an essay, and a search."""
    ming.private.say("/summary 4")
    summary = await ming.private.reads(ESSAY)
    hong = Person(telegram, "红")
    opened = hong.private.open("分享", on=summary)
    assert (await opened.reads(ESSAY)).text == summary.text
    ming.private.say("/search 拼多多 下沉市场 是不是一个很长很长的搜索才放不进链接")
    results = await ming.private.reads("拼多多")
    assert (await hong.private.open("分享", on=results).reads("拼多多")).text == results.text


async def test_a_link_changes_nothing(ming: Person) -> None:
    """A link made by somebody else opens nothing that changes or erases."""
    ming.private.say("/start Zm9yZ2V0bWU6eWVz")  # "forgetme:yes"
    assert "已全部删除" not in (await ming.private.reads()).text
    ming.private.say("/start !!!")
    await ming.private.reads()


async def test_inline(telegram: Telegram, ming: Person) -> None:
    """In any chat: the latest, what is searched, and the short summary with a way to the rest."""
    latest = await ming.looks_up("")
    assert len(latest["results"]) == 5
    found = await ming.looks_up("深逻辑")
    assert found["is_personal"] is True
    result = found["results"][0]
    assert result["title"] == ESSAY
    posted = ming.chooses(result, group(telegram, "朋友", ming))
    assert posted.text.startswith(ESSAY)
    assert all("url" in button for button in posted.buttons)
    await ming.private.open(posted.labels[0], on=posted).reads(ESSAY)
    assert (await ming.looks_up("深逻辑", "x"))["results"] is not None
    assert "button" not in found
    nothing = await ming.looks_up("zzzqqq")
    assert nothing["results"] == []
    assert "没有找到" in nothing["button"]["text"]
    ming.private.say(f"/start {nothing['button']['start_parameter']}")
    await ming.private.reads("全部文章")


async def test_language_is_remembered(ming: Person) -> None:
    """The interface speaks the person's language, then the chosen one."""
    ming.private.say("/settings")
    await ming.private.reads("现在的设置")
    ming.private.press("English")
    assert "English" in (await ming.private.reads("Language")).text
    ming.private.say("/help")
    assert "/summary" in (await ming.private.reads("You can")).text


async def test_traditional_reader(telegram: Telegram, served: Bot) -> None:
    """A reader of traditional characters gets them, in the menu of the chat too."""
    del served
    mei = Person(telegram, "美", "zh-hant")
    mei.private.say("/help")
    await mei.private.reads("可以這樣說")
    menu = await telegram.world.pulse.until(
        lambda: telegram.world.commands.get((f"chat:{mei.id}", "")), "a menu"
    )
    assert "收藏" in str(menu)


@pytest.mark.parametrize(
    ("own", "chosen", "menu"),
    [
        ("en", "zh-Hant", "收藏"),
        ("en", "zh-Hans", "收藏一篇"),
        ("zh-hans", "en", "shelf"),
        ("zh-hant", "en", "shelf"),
        ("zh-hant", "zh-Hans", None),
        ("en", "en", None),
    ],
)
async def test_menu_follows_the_language(
    telegram: Telegram, served: Bot, own: str, chosen: str, menu: str | None
) -> None:
    """The menu of a chat is in the language chosen for it; there is none where the common one is right."""
    del served
    reader = Person(telegram, "美", own)

    async def has(words: str | None) -> None:
        def probe() -> bool | None:
            found = telegram.world.commands.get((f"chat:{reader.id}", ""))
            return (found is None if words is None else words in str(found)) or None

        await telegram.world.pulse.until(probe, f"a menu with {words}")

    reader.private.say(f"/settings language {chosen}")
    await reader.private.reads()
    await has(menu)
    reader.private.say(f"/settings language {own}")
    await reader.private.reads()
    await has("收藏" if own == "zh-hant" else None)


async def test_menus(telegram: Telegram, served: Bot) -> None:
    """The menus are there from the start, for each scope and language, with name and descriptions."""
    del served
    await telegram.world.pulse.until(lambda: len(telegram.world.profile) == 9 or None, "the profile")
    for scope in ("all_private_chats", "all_group_chats", "all_chat_administrators"):
        for language in ("", "zh"):
            menu = telegram.world.commands[scope, language]
            assert {"summary", "search", "help"} <= {command["command"] for command in menu}
    for text in ("name", "description", "short_description"):
        assert telegram.world.profile[text, "zh"] != telegram.world.profile[text, ""]


async def test_saved_and_forgotten(telegram: Telegram, ming: Person) -> None:
    """What is saved is on the shelf, goes along as a file, and is erased when the person says so."""
    ming.private.say("/save 4")
    await ming.private.reads("已收藏")
    ming.private.say("/mydata")
    file = await telegram.world.pulse.until(
        lambda: next((seen.file for seen in ming.private.new if seen.file), None), "a file"
    )
    assert '"number": 4' in telegram.world.files[file][1].decode()
    ming.private.say("/forgetme")
    await ming.private.reads("要删除")
    ming.private.press("确定删除")
    erased = await ming.private.reads("已全部删除")
    assert erased.edited
    assert erased.labels == []
    ming.private.say("/saved")
    await ming.private.reads("收藏还是空的")


async def test_no_text(ming: Person) -> None:
    """A voice message gets one helpful line; a file's name in an answer is no link."""
    ming.private.send_voice()
    line = await ming.private.reads("我只看得懂文字")
    assert line.marked("url") == []


async def test_mistyped_command(ming: Person) -> None:
    """A mistyped command offers the one that was meant."""
    ming.private.say("/sumary 3")
    assert "/summary 3" in (await ming.private.reads("/sumary")).labels


async def test_digest_of_the_day(ming: Person) -> None:
    """Today's digest tells the day."""
    ming.private.say("/digest")
    digest = await ming.private.reads("今日一篇")
    assert "2026年11月21日 星期六" in digest.text
