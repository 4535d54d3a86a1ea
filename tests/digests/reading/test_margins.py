"""What platforms put around an essay is taken off, kept as what it states, and listed."""

import pytest

from digests.model import Essay
from digests.reading import read

BODY = "清晨的集市总是从一碗热汤开始。\n\n黄昏的集市以一盏灯结束。"


def texts(essay: Essay) -> list[str]:
    """The texts of all blocks."""
    return [block.text for block in essay.blocks]


def dropped(essay: Essay) -> list[tuple[str, str]]:
    """What was left out and why."""
    return [(drop.reason, drop.text) for drop in essay.dropped]


PLATFORM = """---
title: 集市
author: 大小事
---
<div><blockquote><p>编辑导语：一碗热汤里有什么？</p></blockquote>
<p>清晨的集市总是从一碗热汤开始。</p>
<h3>#专栏作家#</h3><p>林禾，微信公众号：linhe，大小事专栏作家。写了十年集市。</p>
<p>本文原创发布于大小事，未经许可，禁止转载</p><p>题图来自 Somewhere，基于 CC0 协议</p>
<div>给作者打赏，鼓励TA抓紧创作！<button><svg><path d="M1"/></svg>赞赏</button></div></div>"""


def test_platform() -> None:
    """The byline in the tail names the author, and the front matter's author is then the site."""
    essay = read(PLATFORM)
    assert (essay.title, essay.author, essay.source) == ("集市", "林禾", "大小事")
    assert (essay.lead, essay.rights) == ("一碗热汤里有什么？", "本文原创发布于大小事，未经许可，禁止转载")
    assert texts(essay) == ["清晨的集市总是从一碗热汤开始。"]
    assert [drop.reason for drop in essay.dropped] == ["button", "tip", "credit", "byline", "byline"]


def test_site_as_author() -> None:
    """Where only the tail's column names a person, the front matter's author is the source."""
    essay = read(PLATFORM.replace("<p>本文原创发布于大小事，未经许可，禁止转载</p>", ""))
    assert (essay.author, essay.source, essay.rights) == ("林禾", "大小事", None)


def test_own_author() -> None:
    """Without a byline in the tail the front matter's author is the author."""
    essay = read(f"---\ntitle: 集市\nauthor: 林禾\n---\n{BODY}")
    assert (essay.author, essay.source) == ("林禾", None)


def test_head() -> None:
    """Lines under the title go: the name, the day, the counts, an advert, the title and lead again."""
    essay = read(
        f"""# 集市
{{% hint style="info" %}}
**Author:** [林禾](https://example.org/u/1)
{{% endhint %}}
> 一碗热汤里有什么？

---

## 集市

[![](a.png)](https://example.org/u/1)

[林禾](https://example.org/u/1) ![](b.png) 关注

2020-05-06

3 评论 1280 浏览 2 收藏 7 分钟

[🔗 学做汤](https://ads.example.org)

> 一碗热汤里有什么？

{BODY}

本文由 @林禾 原创发布于大小事。未经许可，禁止转载。

该文观点仅代表作者本人，大小事平台仅提供信息存储空间服务。

赞赏 收藏已收藏2 点赞已赞7

更多精彩内容，请关注大小事微信公众号或下载App

[早市](https://example.org/1)[夜市](https://example.org/2)

[分享到微博](https://example.org/share?title=集 市)

微信扫一扫

![](qr.png)

分享"""
    )
    assert (essay.title, essay.author, str(essay.date), essay.source) == (
        "集市",
        "林禾",
        "2020-05-06",
        "大小事",
    )
    assert essay.lead == "一碗热汤里有什么？"
    assert texts(essay) == BODY.split("\n\n")
    assert [drop.reason for drop in essay.dropped] == [
        *("share", "share", "share", "navigation", "follow", "tip", "disclaimer"),
        *("repeat", "byline", "metadata", "metadata", "advert", "repeat"),
    ]


def test_translation() -> None:
    """The translator is not the author, and the publication is the source."""
    essay = read(
        f"首发于：https://example.org/1\n\n# 集市\n\n{BODY}\n\n资源：\n\n* [集市网](https://example.org)\n\n----\n\n"
        "via: https://example.com/market\n\n作者：[Lin He](https://example.com)\n译者：[周舟](https://example.org)\n"
        "校对：[吴越](https://example.org)\n\n"
        "本文由 [译社](https://example.org) 原创编译，[大小事](https://example.org) 荣誉推出\n"
    )
    assert (essay.title, essay.author, essay.source) == ("集市", "Lin He", "大小事")
    assert texts(essay) == BODY.split("\n\n")
    assert [drop.reason for drop in essay.dropped] == [
        *("credit", "byline", "credit", "navigation", "navigation", "credit"),
    ]


def test_origin() -> None:
    """Where no publication is named the host of the original is the source."""
    assert read(f"# 集市\n\n{BODY}\n\nvia: https://www.example.com/market").source == "example.com"


@pytest.mark.parametrize(
    "byline", ["文/林禾", "文 | 林禾", "作者：林禾（资深食客）", "By 林禾", "撰文：林禾\n编辑：周舟"]
)
def test_byline_under_title(byline: str) -> None:
    """A byline under the title names the author."""
    essay = read(f"# 集市\n\n{byline}\n\n{BODY}")
    assert (essay.author, texts(essay)) == ("林禾", BODY.split("\n\n"))


def test_signature() -> None:
    """The author's name alone at the end, with a post and a day, is a signature."""
    essay = read(
        f"---\ntitle: 集市\nauthor: 林禾\n---\n{BODY}\n\n林禾\n\n大小事编辑部\n\n2020年5月6日 于江南"
    )
    assert texts(essay) == BODY.split("\n\n")
    assert essay.date is None


def test_end_sections() -> None:
    """A closing section on the author or on references is left out, one within the essay is not."""
    essay = read(
        f"# 集市\n\n## 参考文献\n\n{BODY}\n\n## 作者简介\n\n林禾，写了十年集市。\n\n## 参考文献\n\n1. 汤谱\n"
    )
    assert texts(essay) == ["参考文献", *BODY.split("\n\n")]


def test_notice_in_quotation() -> None:
    """A quotation on top that says where the text comes from is no lead."""
    essay = read(f"# 集市\n\n> 本文翻译自 Lin He 的博客，已经获得授权。\n\n{BODY}")
    assert (essay.lead, dropped(essay)[0][0]) == (None, "credit")


def test_lead_of_paragraphs() -> None:
    """A lead may have several paragraphs; the quotation counts before the description."""
    essay = read(f"---\ntitle: 集市\nsummary: 别的话\n---\n> 导语：一碗热汤。\n>\n> 一盏灯。\n\n{BODY}")
    assert essay.lead == "一碗热汤。\n一盏灯。"


def test_labelled_lead() -> None:
    """A paragraph that is labelled as a lead is one."""
    assert read(f"# 集市\n\n编者按：一碗热汤里有什么？\n\n{BODY}").lead == "一碗热汤里有什么？"


def test_label_within_lead() -> None:
    """A word that labels leads is left where it stands within one."""
    assert read(f"# 集市\n\n> 书里的导语：一碗热汤。\n\n{BODY}").lead == "书里的导语：一碗热汤。"


def test_quotations_alone() -> None:
    """An essay that is all quotation keeps it."""
    essay = read("# 集市\n\n> 人间烟火气，最抚凡人心。")
    assert (essay.lead, texts(essay)) == (None, ["人间烟火气，最抚凡人心。"])


def test_repeated_description() -> None:
    """A paragraph that only says the description again is dropped."""
    essay = read(f"---\ntitle: 集市\nsummary: 黄昏的集市，以一盏灯结束。\n---\n{BODY}")
    assert essay.lead == "黄昏的集市，以一盏灯结束。"
    assert dropped(essay) == [("repeat", "黄昏的集市以一盏灯结束。")]


def test_captions() -> None:
    """The line under a picture goes, a sentence about a picture stays."""
    essay = read(
        "# 集市\n\n![](a.png)\n\n图 1 集市的早晨\n\n图 1 里的人都在喝汤。\n\n"
        "<figure><img><figcaption>汤</figcaption></figure>"
    )
    assert texts(essay) == ["图 1 里的人都在喝汤。"]
    assert sorted(dropped(essay)) == [("caption", "图 1 集市的早晨"), ("caption", "汤")]


def test_card() -> None:
    """A link around several paragraphs is a card that leads elsewhere."""
    first, last = BODY.split("\n\n")
    essay = read(
        f"# 集市\n\n{first}\n\n[![](a.png)\n\n学做汤\n\n查看详情 >\n\n](https://ads.example.org)\n\n{last}"
    )
    assert texts(essay) == [first, last]
    assert dropped(essay) == [("advert", "学做汤 查看详情 >")]


@pytest.mark.parametrize(
    "sentence",
    [
        "我们请你关注这条街的每一个早晨。",
        "作者：这个词在集市上没有人用。",
        "分享一碗汤，是这里的礼数。",
        "版权所有者并不喝汤。",
        "[整句话都是链接的句子也是作者的话。](https://example.org)",
        "图 2 里没有汤。",
        "“转载请注明”，汤碗上这样写着。",
    ],
)
def test_middle(sentence: str) -> None:
    """Nothing that looks like a notice is dropped in the middle of an essay."""
    essay = read(f"# 集市\n\n清晨的集市总是从一碗热汤开始。\n\n{sentence}\n\n黄昏的集市以一盏灯结束。")
    assert len(essay.blocks) == 3
    assert essay.dropped == ()


@pytest.mark.parametrize(
    "last",
    ["谢谢大家。", "分享使人快乐。", "赞赏是一种美德。", "打赏经济仍在继续。", "We subscribe to this view."],
)
def test_last_sentence(last: str) -> None:
    """The author's own last sentence stays, even one with a word that notices use."""
    assert texts(read(f"# 集市\n\n{BODY}\n\n{last}"))[-1] == last


def test_only_notices() -> None:
    """What looks like nothing but notices is the essay itself."""
    assert texts(read("更多精彩内容，请关注公众号")) == ["更多精彩内容，请关注公众号"]


def test_long_quotation_on_top() -> None:
    """A quotation of many screens is a part of the essay, and no lead."""
    quoted = "很长的话。" * 1_000
    essay = read(f"# 题目\n\n> {quoted}\n\n正文的一句。\n\n还有一句。")
    assert essay.lead is None
    assert [block.text for block in essay.blocks] == [quoted, "正文的一句。", "还有一句。"]


def test_endless_facts() -> None:
    """A fact in the front matter that no screen could show is none."""
    endless = "很长的话。" * 1_000
    essay = read(f"---\ntitle: {endless}\ndescription: {endless}\nrights: {endless}\n---\n正文的一句。")
    assert (essay.title, essay.lead, essay.rights) == ("正文的一句", None, None)
