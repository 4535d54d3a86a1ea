"""Searching inside the essays."""

import json
from collections import Counter

import pytest

from bot.ports import RemoveEssay
from bot.replies import Heading, Hit, Kind, Paragraph, Quiet
from bot.wiring import Bot
from tests.essays import adding
from tests.stories.talk import START, Talk, labels_of, numbers_of, text_of


def hits(talk: Talk) -> list[Hit]:
    """The hits of the last reply."""
    return [node for node in talk.reply.nodes if isinstance(node, Hit)]


async def test_marked_sentence(talk: Talk) -> None:
    """A hit is the essay's sentence with the words marked, and leads to its place."""
    await talk.say("/search 拼多多 下沉")
    assert numbers_of(talk.reply)[0] == 5
    marked = [run.text for run in hits(talk)[0].runs if run.marked]
    assert {"拼多多", "下沉"} <= set(marked)
    page = await talk.press("第 5 篇的出处")
    paragraphs = [node for node in page.nodes if isinstance(node, Paragraph)]
    assert "拼多多" in "".join(run.text for node in paragraphs for run in node.runs if run.marked)


async def test_marked_characters(talk: Talk) -> None:
    """Of an essay in which only single characters of the search stand, the sentence with these is shown."""
    await talk.say('<b>hi</b> & "x"')
    assert {run.text for hit in hits(talk) for run in hit.runs if run.marked} == {"B"}
    assert all(any(run.marked for run in hit.runs) for hit in hits(talk))


async def test_phrase_only(talk: Talk) -> None:
    """Of a phrase only the whole is marked and counted, if an essay has it; else the words of it."""
    await talk.say("/search “产业互联网” -直播")
    assert {run.text for hit in hits(talk) for run in hit.runs if run.marked} == {"产业互联网"}
    await talk.say("/search “渡过产业互联网”")
    assert "没有哪一篇" in text_of(talk.reply)
    assert any(run.marked for hit in hits(talk) for run in hit.runs)


async def test_list(talk: Talk, bot: Bot) -> None:
    """What only leaves something out lists all other essays, the newest first, and says how many they are."""
    await bot.store.apply([adding(f"k{number}", f"渡口{number}") for number in range(70)], START)
    await bot.library.indexer.follow()
    first = await talk.say("/search -石头 -量子")
    assert "：75 篇，最新的在前" in text_of(first)
    assert "第 1/15 页" in text_of(first)
    shown = numbers_of(first)
    while "下一页" in labels_of(talk.reply):
        shown += numbers_of(await talk.press("下一页"))
    assert sorted(shown) == list(range(1, 76))


async def test_quotation_marks(talk: Talk) -> None:
    """A phrase stands in the heading within marks of another kind."""
    assert "“‘去中心化’ 革命”" in text_of(await talk.say('/search "去中心化" 革命'))
    assert "“‘量子纠缠’”" in text_of(await talk.say("/search “量子纠缠”"))


async def test_two_characters_latin_and_width(talk: Talk) -> None:
    """Two-character words are found, and width and case do not count."""
    assert 3 in numbers_of(await talk.say("/search 中台"))
    assert numbers_of(await talk.say("/search s2b")) == [2]
    assert numbers_of(await talk.say("/search Ｓ２Ｂ")) == [2]


async def test_words_in_one_piece(talk: Talk) -> None:
    """Words that stand apart in the essays are found though typed in one piece."""
    assert 4 in numbers_of(await talk.say("/search 美团徐雷"))


async def test_nothing_found(talk: Talk) -> None:
    """Nothing found leads to the nearest titles; where none is near, to what is said to be the newest."""
    assert "没有找到“产业互联的浅逻”。标题相近的有：" in text_of(await talk.say("/summary 产业互联的浅逻"))
    for verb in ("search", "summary"):
        nothing = await talk.say(f"/{verb} qwertyzz")
        assert nothing.kind is Kind.CHOICES
        assert "也没有相近的标题。书架上最新的几篇：" in text_of(nothing)
        assert numbers_of(nothing)


async def test_no_words(talk: Talk) -> None:
    """Without words there are examples, of titles or of several essays, each of which finds something."""
    for example in labels_of(await talk.say("/search")):
        await talk.say(f"/search {example}")
        titles = [node.title for node in hits(talk)]
        assert len(titles) > 1 or example in titles[0]
    assert "之前：2021-12" in text_of(await talk.say("/search"))


async def test_words_to_try(talk: Talk, bot: Bot) -> None:
    """Words to try are what several essays are about, as they are written, first in the reader's letters."""
    kinds = {"渡輪公司": 6, "Ferry": 3, "不知": 7, "何處": 7, "三年": 7, "石橋": 1}
    lines = bot.settings.data / "lines.jsonl"
    essays = (
        {"title": f"{word}{place}", "body": f"看看{word}。听听{word}。{word}在{place}楼。"}
        for word, count in kinds.items()
        for place in range(count)
    )
    lines.write_text("\n".join(map(json.dumps, essays)), encoding="utf-8")
    await bot.add(lines)
    offered = labels_of(await talk.say("/search"))
    assert "渡輪公司" in offered
    assert "产业互联网" in offered
    assert not {"不知", "何處", "三年", "石橋"} & {*offered}
    talk.language = "en"
    assert labels_of(await talk.say("/topic"))[0] == "Ferry"


@pytest.mark.parametrize(
    "words",
    ['"', "*", "AND OR NOT", "🐟", "的" * 9_999, "'; DROP TABLE essay; --", "\0", "\udc80", "%_", "()"],
)
async def test_any_words(talk: Talk, words: str) -> None:
    """Whatever is typed, there is an answer that is not an apology."""
    reply = await talk.say(f"/search {words}")
    assert reply.kind is not Kind.ERROR
    assert text_of(reply)
    assert (await talk.say(words)).kind is not Kind.ERROR


async def test_long_query_has_buttons(talk: Talk) -> None:
    """A query too long for a button is searched again from a button all the same."""
    words = "产业互联网的深逻辑与去中心化的革命以及烟雾弹背后的核心要义"
    choices = await talk.say(f"/summary {words}")
    assert choices.kind is Kind.CHOICES
    assert (await talk.press("搜索全文")).kind in {Kind.RESULTS, Kind.CHOICES}


async def test_traditional(talk: Talk) -> None:
    """A query in traditional characters finds essays in simplified ones, shown as they are written."""
    simplified = numbers_of(await talk.say("/search 产业 互联网"))
    assert numbers_of(await talk.say("/search 產業 互聯網")) == simplified
    assert numbers_of(await talk.say("/search 煙霧彈"))[0] == 2
    assert "烟雾弹" in text_of(talk.reply)


async def test_narrowed(talk: Talk) -> None:
    """A search can be narrowed by author and date, and exclude; filters alone list what they leave."""
    assert set(numbers_of(await talk.say("/search 作者：孟永辉 之后：2021-09"))) == {2, 4}
    assert numbers_of(await talk.say("/search 产业互联网 before:2021-04")) == [5]
    assert numbers_of(await talk.say("/search before:2021-09 after:2021-09")) == numbers_of(
        await talk.say("/search after:2021-09-01 before:2021-09-30")
    )
    assert 3 not in numbers_of(await talk.say("/search 流量 -直播带货"))


async def test_no_date(talk: Talk) -> None:
    """What is no date is said to be none, and the rest is answered; alone it comes with how to search."""
    reply = await talk.say("/search 拼多多 after:garbage")
    assert numbers_of(reply)[0] == 5
    assert "看不懂日期“garbage”" in text_of(reply)
    assert "没有哪一篇" not in text_of(reply)
    assert "看不懂日期“garbage”" in text_of(await talk.say("/search 量子纠缠 after:garbage"))
    alone = await talk.say("/search before:garbage")
    assert "看不懂日期“garbage”" in text_of(alone)
    assert "想找什么" in text_of(alone)


async def test_name_with_blank(talk: Talk, bot: Bot) -> None:
    """The name of an author or source may go on behind a blank."""
    lines = bot.settings.data / "lines.jsonl"
    essay = {"title": "渡口", "body": "船在并发地开。", "source": "Go 中文网", "author": "Wang Wei"}
    lines.write_text(json.dumps(essay), encoding="utf-8")
    await bot.add(lines)
    assert numbers_of(await talk.say("/search 来源:Go 中文网 并发")) == [6]
    assert "没有哪一篇" not in text_of(talk.reply)
    assert numbers_of(await talk.say("/topic 来源:Go 中文网 并发")) == [6]


async def test_no_letters(talk: Talk) -> None:
    """Words without a letter are said to be none."""
    reply = await talk.say("/search 🐟！")
    assert "“🐟！”里没有可以搜索的字" in text_of(reply)
    assert labels_of(reply)


async def test_phrase(talk: Talk) -> None:
    """Words in quotation marks are found as they stand."""
    await talk.say("/search “去中心化的方式”")
    assert numbers_of(talk.reply)[0] == 5
    assert "去中心化的方式" in [run.text for run in hits(talk)[0].runs if run.marked]


async def test_some_of_it(talk: Talk) -> None:
    """If no essay has all the words, those with some of them are shown, and that is said."""
    reply = await talk.say("/search 美团 量子")
    assert "没有哪一篇全部说到" in text_of(reply)
    assert 4 in numbers_of(reply)


async def test_some_behind_all(talk: Talk, bot: Bot) -> None:
    """Behind the essays with all the words stand those with some, under a line that says so."""
    texts = ["灯塔下的渡口", "灯塔", "石头", "渡口"]
    await bot.store.apply([adding(f"k{place}", text) for place, text in enumerate(texts)], START)
    reply = await talk.say("/search 灯塔 渡口")
    assert "：1 篇" in text_of(reply)
    assert "只说到其中一部分" in text_of(reply)
    assert [type(node) for node in reply.nodes] == [Heading, Hit, Quiet, Hit, Hit]
    assert numbers_of(reply)[0] == 6
    assert set(numbers_of(reply)) == {6, 7, 9}


async def test_cut_elsewhere(talk: Talk) -> None:
    """A phrase is found where the essay's words are cut in other places than the phrase's."""
    reply = await talk.say("/search “联网的深逻”")
    assert numbers_of(reply)[0] == 4
    assert "没有哪一篇" not in text_of(reply)


async def test_within_a_word(talk: Talk, bot: Bot) -> None:
    """What begins in the midst of a longer word is found, marked and counted, quoted or not."""
    await bot.store.apply([adding("k", "请写电子邮件地址。")], START)
    for words in ("邮件地址", "“邮件地址”"):
        reply = await talk.say(f"/search {words}")
        assert numbers_of(reply) == [6]
        assert "：1 篇" in text_of(reply)
        assert [run.text for run in hits(talk)[0].runs if run.marked] == ["邮件地址"]


async def test_excluded_is_not_offered(talk: Talk, bot: Bot) -> None:
    """What a query leaves out is not offered where nothing was found either."""
    await bot.store.apply([adding("k", "量子与渡口")], START)
    reply = await talk.say("/search 纠缠态 -量子")
    assert reply.kind is Kind.CHOICES
    assert 6 not in numbers_of(reply)
    assert (await talk.say("/search 纠缠态 作者：无此人")).kind is Kind.NOTICE


async def test_pages(talk: Talk, bot: Bot) -> None:
    """Paging through the hits shows every essay once, whatever is added meanwhile."""
    await bot.store.apply([adding(f"k{number}", f"渡口{number}") for number in range(12)], START)
    first = await talk.say("/search 渡口")
    assert "第 1/3 页" in text_of(first)
    await bot.store.apply([adding("neu", "渡口渡口"), RemoveEssay(numbers_of(first)[0])], START)
    second = await talk.press("下一页")
    third = await talk.press("下一页")
    shown = [*numbers_of(first), *numbers_of(second), *numbers_of(third)]
    assert sorted(shown) == list(range(6, 18))
    assert len(numbers_of(await talk.press("上一页"))) == 5


async def test_related(talk: Talk) -> None:
    """From a summary, one tap leads to near essays, and one to the next summary."""
    await talk.say("/summary 4")
    near = await talk.press("相关")
    assert near.kind is Kind.LIST
    assert numbers_of(near)
    assert 4 not in numbers_of(near)
    assert near.buttons[-1][-1].label == "回到《产业互联网的深逻辑》"
    back = await talk.press("回到《产业互联网的深逻辑》")
    assert back.kind is Kind.SUMMARY


async def test_nothing_related(talk: Talk, bot: Bot) -> None:
    """An essay that shares nothing with the others says so."""
    await bot.store.apply([adding("k", "渡口渡口渡口")], START)
    alone = await talk.say("/related 6")
    assert (alone.kind, alone.private) == (Kind.NOTICE, True)
    assert alone.buttons


async def test_topic_without_essays(talk: Talk) -> None:
    """A topic on which there is nothing leads on to topics on which there is something."""
    reply = await talk.say("/topic zzzqqq")
    assert "这些话题有文章说到" in text_of(reply)
    assert (await talk.press(labels_of(reply)[-1])).kind is Kind.RESULTS


async def test_topic(talk: Talk) -> None:
    """A topic gathers sentences of several essays, each leading to its place."""
    reply = await talk.say("/topic 流量")
    assert reply.kind is Kind.RESULTS
    assert len(set(numbers_of(reply))) > 2
    texts = ["".join(run.text for run in hit.runs) for hit in hits(talk)]
    assert len(set(texts)) == len(texts)
    assert all("流量" in text for text in texts)
    assert (await talk.press("搜索全文")).kind is Kind.RESULTS


async def test_topic_of_all(talk: Talk, bot: Bot) -> None:
    """Each of several essays has its say on a topic, once."""
    await bot.store.apply([adding(f"k{place}", f"渡口{place}") for place in range(3)], START)
    said = Counter(numbers_of(await talk.say("/topic 渡口")))
    assert set(said.values()) == {1}
    essays = Counter(numbers_of(await talk.say("/topic 互联网")))
    assert list(essays.values()) == [1] * 5


async def test_idle_topic(talk: Talk) -> None:
    """A topic of words that all essays have is none, nor are facts of essays alone: both are said."""
    assert "几乎每篇文章都有“的”" in text_of(await talk.say("/topic 的"))
    assert "“author:孟永辉”里没有话题" in text_of(await talk.say("/topic author:孟永辉"))


async def test_common_word_of_an_author(talk: Talk) -> None:
    """What one author says with a common word can be a topic."""
    assert (await talk.say("/topic author:孟永辉 年")).kind is Kind.RESULTS


async def test_no_topic(talk: Talk) -> None:
    """Without words there are topics to press; on what nobody mentions, the nearest titles."""
    how = await talk.say("/topic")
    assert (await talk.press(labels_of(how)[0])).kind is Kind.RESULTS
    assert (await talk.say("/topic 量子纠缠")).kind is Kind.CHOICES
