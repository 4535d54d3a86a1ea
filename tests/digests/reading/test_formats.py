"""Markdown, HTML and plain text give the same kinds of blocks."""

import pytest

from digests.model import Block, BlockKind, Span
from digests.reading import read

MARKDOWN = """# 集市

## 早晨

清晨的集市总是从**一碗热汤**开始。

- 卖菜的人
- 卖花的人
    - 卖兰花的人

> 人间烟火气，最抚凡人心。

```python
soup = 1
```
"""

HTML = """<h1>集市</h1><div><h2 id="a">早晨</h2>
<p>清晨的集市总是从<strong>一碗</strong><b>热汤</b>开始。<img src="a.png" alt="一碗汤"></p>
<ul><li>卖菜的人</li><li>卖花的人<ul><li>卖兰花的人</li></ul></li></ul>
<blockquote><p>人间烟火气，最抚凡人心。</p></blockquote>
<pre><code>soup = 1
</code></pre></div>"""

BLOCKS = (
    Block(BlockKind.HEADING, "早晨", 2),
    Block(BlockKind.PARAGRAPH, "清晨的集市总是从一碗热汤开始。", emphasis=(Span(8, 12),)),
    Block(BlockKind.ITEM, "卖菜的人", 1),
    Block(BlockKind.ITEM, "卖花的人", 1),
    Block(BlockKind.ITEM, "卖兰花的人", 2),
    Block(BlockKind.QUOTE, "人间烟火气，最抚凡人心。"),
    Block(BlockKind.CODE, "soup = 1"),
)


def texts(source: str, name: str = "") -> list[str]:
    """The texts of all blocks."""
    return [block.text for block in read(source, name).blocks]


@pytest.mark.parametrize(
    "source", [MARKDOWN, HTML, MARKDOWN.replace("\n", "\r\n"), MARKDOWN.replace("\n", "\r")]
)
def test_blocks(source: str) -> None:
    """The same essay gives the same blocks whatever it is written in."""
    essay = read(source)
    assert (essay.title, essay.blocks) == ("集市", BLOCKS)


def test_page() -> None:
    """Of a whole web page only the article is read, and its head states what it is."""
    essay = read(
        """<!DOCTYPE html><html><head><title>集市 - 小站</title><meta name="author" content="林禾">
        <meta property="article:published_time" content="2020-05-06T08:00:00+08:00">
        <meta property="og:site_name" content="小站"><meta name="description" content="一碗热汤的故事。">
        <style>p { color: red }</style></head><body><nav><a href="/">首页</a></nav><article>短的</article>
        <article><h1>集市</h1><p>清晨的集市总是从一碗热汤开始。</p><aside>相关：夜市</aside></article>
        <footer>小站</footer><script>alert("x < y")</script></body></html>"""
    )
    assert (essay.title, essay.author, str(essay.date), essay.source) == (
        "集市",
        "林禾",
        "2020-05-06",
        "小站",
    )
    assert essay.lead == "一碗热汤的故事。"
    assert [block.text for block in essay.blocks] == ["清晨的集市总是从一碗热汤开始。"]


def test_scripts() -> None:
    """Scripts and styles are left out as what they are."""
    essay = read("<p>清晨的集市总是从一碗热汤开始。</p><script>a < b</script><style>p {}</style>")
    assert [drop.reason for drop in essay.dropped] == ["script", "script"]


def test_page_without_article() -> None:
    """A page without an article is read from its body."""
    source = "<html><body><p>清晨的集市总是从一碗热汤开始。<p>黄昏的集市以一盏灯结束。</body></html>"
    assert texts(source) == ["清晨的集市总是从一碗热汤开始。", "黄昏的集市以一盏灯结束。"]


def test_html_in_markdown() -> None:
    """HTML within Markdown is read as HTML."""
    source = (
        "# 集市\n\n第一段话在这里。\n\n<p style='x'>第二段<b>话</b>在这里。</p>\n\n"
        "第三段<ruby>话<rt>hua</rt></ruby>在这里。"
    )
    assert texts(source) == ["第一段话在这里。", "第二段话在这里。", "第三段话在这里。"]


def test_setext() -> None:
    """A line under a line makes a heading, but not of a whole paragraph."""
    long = "这一段话很长，" * 20 + "到此为止。"
    essay = read(f"集市\n====\n\n清晨\n----\n\n清晨的集市总是从一碗热汤开始。\n\n{long}\n---\n")
    assert essay.title == "集市"
    assert [(block.kind, block.text) for block in essay.blocks] == [
        ("heading", "清晨"),
        ("paragraph", "清晨的集市总是从一碗热汤开始。"),
        ("paragraph", long),
    ]


def test_plain_lines() -> None:
    """In plain text a line that ends a sentence ends its paragraph, and so does an indented next line."""
    first = "清晨的集市总是从一碗热汤开始。" * 8
    second = "黄昏的集市以一盏灯结束。" * 9
    assert texts(f"集市\n\n{first}\n{second}\n　　夜里只剩下风。") == [first, second, "夜里只剩下风。"]


def test_wrapped_lines() -> None:
    """Lines that only fill a width are one paragraph: Chinese without spaces, English with one."""
    assert texts("# 集市\n\n清晨的集市总是\n从一碗热汤开始。") == ["清晨的集市总是从一碗热汤开始。"]
    assert texts("# Market\n\nThe market opens\nwith a bowl of soup.") == [
        "The market opens with a bowl of soup."
    ]


def test_indented_prose() -> None:
    """Paragraphs indented with spaces are no code."""
    assert texts("# 集市\n\n    清晨的集市总是从一碗热汤开始。\n\n    黄昏的集市以一盏灯结束。") == [
        "清晨的集市总是从一碗热汤开始。",
        "黄昏的集市以一盏灯结束。",
    ]


def test_line_breaks() -> None:
    """A line broken on purpose ends there: in a stanza it is a line, else a paragraph."""
    assert texts("<p>山中何所有<br>岭上多白云</p>", "a.html") == ["山中何所有\n岭上多白云"]
    long = "清晨的集市总是从一碗热汤开始。" * 3
    assert texts(f"<h1>集市</h1><p>早晨<br>{long}</p>") == ["早晨", long]


def test_numbers() -> None:
    """Items of a numbered list know their number, from wherever it begins; what goes on with one has none."""
    source = "# 集市\n\n- 汤\n\n3. 菜\n4. 花\n\n   再说花\n   - 兰花\n5. 鱼\n\n"
    essay = read(f"{source}<ol start=7><li>米<li value=9>面<li>油</ol>")
    items = [(block.text, block.number, block.level) for block in essay.blocks]
    assert items == [
        *(("汤", None, 1), ("菜", 3, 1), ("花", 4, 1), ("再说花", 0, 1), ("兰花", None, 2), ("鱼", 5, 1)),
        *(("米", 7, 1), ("面", 9, 1), ("油", 10, 1)),
    ]


def test_emphasis_beside_chinese() -> None:
    """Bold text needs no spaces around it in Chinese, and its marks never show."""
    block = read("# 集市\n\n**“跟着走”。**这是老人的话，也是**「规矩」**一样的东西。").blocks[0]
    assert block.text == "“跟着走”。这是老人的话，也是「规矩」一样的东西。"
    assert [block.text[span.start : span.end] for span in block.emphasis] == ["“跟着走”。", "「规矩」"]


def test_adjacent_emphasis() -> None:
    """Bold stretches that touch, or that only white space parts, are one."""
    source = "<p>他说：<strong><b>第一，</b></strong> <b>少</b><strong>说话。 </strong>然后走了。</p>"
    (block,) = read(f"<h1>集市</h1>{source}").blocks
    assert block.text == "他说：第一， 少说话。 然后走了。"
    assert [block.text[span.start : span.end] for span in block.emphasis] == ["第一， 少说话。"]


def test_adjacent_marks() -> None:
    """Four marks in a row join two bold stretches, and elsewhere they are text."""
    first, second = read("# 集市\n\n他说：**汤要****热****。**\n\n打电话给 138****0000 的人。").blocks
    assert [first.text[span.start : span.end] for span in first.emphasis] == ["汤要热。"]
    assert (second.text, second.emphasis) == ("打电话给 138****0000 的人。", ())


def test_italics_are_no_emphasis() -> None:
    """Only bold is emphasis."""
    assert read("# 集市\n\n这是*斜体*的字，不是粗体。").blocks[0].emphasis == ()


def test_inline() -> None:
    """Links and code give their text, pictures, notes, citations and tags of templates give nothing."""
    source = (
        "# 集市 {#market}\n\n看[集市](http://example.org)里的 `soup`^[取自[早]市[J].]，"
        "[@lin2020]如图\\@ref(fig:a)，"
        "算 $a_1 * b * c$ 元![汤](a.png){.full}{% raw %}{{< fold >}}[^1]。\n\n[^1]: 脚注的话\n    还有一行\n"
    )
    essay = read(source)
    assert [block.text for block in essay.blocks] == ["看集市里的 soup，如图，算 $a_1 * b * c$ 元。"]
    assert [drop.reason for drop in essay.dropped] == ["note", "note", "note"]


def test_formula_block() -> None:
    """A formula that stands alone is set like code, kept as it was written."""
    assert read("# 集市\n\n$$a_1 * b_2 * c$$\n").blocks == (Block(BlockKind.CODE, "$$a_1 * b_2 * c$$"),)


def test_table() -> None:
    """A table is a listing of its rows, in Markdown and in HTML."""
    code = Block(BlockKind.CODE, "菜 | 价\n青菜 | 三元")
    assert read("# 集市\n\n| 菜 | 价 |\n|--|--|\n| 青菜 | 三元 |\n").blocks == (code,)
    rows = "<tr><th>菜</th><th>价</th></tr><tr><td><p>青菜</p></td><td>三元</td></tr>"
    assert read(f"<h1>集市</h1><table>{rows}</table>").blocks == (code,)


def test_layout_table() -> None:
    """A table with one cell in each row was only there for layout."""
    source = "<h1>集市</h1><table><tr><td><p>第一段话。</p><p>第二段话。</p></td></tr></table>"
    assert texts(source) == ["第一段话。", "第二段话。"]


def test_r_markdown() -> None:
    """Of R Markdown the code that readers see is kept, and the hidden code is not."""
    essay = read(
        "# 集市\n\n::: note\n清晨的集市总是从一碗热汤开始。\n:::\n\n```{r, echo=FALSE}\nsecret()\n```\n\n"
        "```{r}\n#| fig.cap: x\n#| echo: false\nhidden()\n```\n\n```{r}\nshown()\n```\n"
    )
    assert [block.text for block in essay.blocks] == ["清晨的集市总是从一碗热汤开始。", "shown()"]
    assert [drop.reason for drop in essay.dropped] == ["hidden code", "hidden code"]


def test_highlight() -> None:
    """The code blocks of Liquid are code."""
    source = "# 集市\n\n清晨。\n\n{% highlight python %}\na = 1\n{% endhighlight %}\n"
    assert read(source).blocks[-1] == Block(BlockKind.CODE, "a = 1")


def test_listing_in_fold() -> None:
    """A listing right below a line of HTML is code."""
    source = "# 集市\n\n<details><summary>看看汤谱</summary>\n```python\nsoup = 1\n```\n</details>\n"
    assert [(block.kind, block.text) for block in read(source).blocks] == [
        ("paragraph", "看看汤谱"),
        ("code", "soup = 1"),
    ]


def test_unspaced_headings() -> None:
    """Two and more hashes make a heading without a space too."""
    assert read("# 集市\n\n##早晨\n\n清晨的集市总是从一碗热汤开始。").blocks[0] == Block(
        BlockKind.HEADING, "早晨", 2
    )


def test_unknown_tags() -> None:
    """An unknown word in angle brackets is the author's text."""
    assert texts("<p>用 List<String> 装菜，1 < 2 &amp; 3&nbsp;>&#8201;2。</p>", "a.html") == [
        "用 List<String> 装菜，1 < 2 & 3 > 2。"
    ]


def test_white_space() -> None:
    """White space goes at the ends and is one space inside, and what cannot be seen is gone."""
    assert texts("<h1>集市</h1><p>&nbsp;\u3000清\u200b晨的 \t 集市\ufeff\x07。\u3000</p>") == [
        "清晨的 集市。"
    ]


def test_verbatim() -> None:
    """Letters, marks and joined emoji stay as they were written."""
    line = "ＡＢＣ　①ﬁ 「」“”‘’ 👩‍💻 e\u0301"
    assert texts(f"# 集市\n\n{line}") == [line.replace("\u3000", " ")]


def test_comments() -> None:
    """A comment is no text, but is listed; the mark for the rest of the article is not worth a word."""
    essay = read("# 集市\n\n清晨。<!--more-->\n\n<!-- 编辑：删去 -->\n\n黄昏。")
    assert [block.text for block in essay.blocks] == ["清晨。", "黄昏。"]
    assert [(drop.text, drop.reason) for drop in essay.dropped] == [("编辑：删去", "comment")]
