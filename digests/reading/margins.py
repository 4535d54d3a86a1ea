"""The margins of an essay: what platforms, editors and translators put before and after the text.

A margin is read from the outside in and ends at the first block that may be the author's, so nothing in
the middle of an essay is ever left out. What the margins state (who, when, where) is kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from digests.model import BlockKind, Dropped
from digests.reading.characters import same
from digests.reading.outline import Piece
from digests.reading.statements import clean_name, only_date, parse_date, site, unlinked

_AUTHOR = "作者|原作者|原文作者|撰文|撰稿|author|written by|by"
_DATE = "日期|发布时间|发布日期|发表时间|发表日期|发布于|发表于|时间|date|published|published on|posted on"
_SOURCE = "来源|文章来源|出处|via|source|转载自|转自|首发于|已发布|首发"
_HAND = (
    "译者|翻译|校对|校对者|审校|审稿|编辑|责编|责任编辑|排版|选题|策划|摄影|插图|配图|题图|封面图?|头图|图片来源"
    "|原文|原文链接|原文地址|本文链接|链接|标签|分类|关键词|translator|editor|reviewer|proofreader|original|link|tags?"
)
_LABELLED = re.compile(
    rf"(?:(?P<author>{_AUTHOR})|(?P<date>{_DATE})|(?P<source>{_SOURCE})|(?P<hand>{_HAND}))\s*[：:]\s*(?P<value>.+)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:文\s*[/／|｜丨]\s*|[Bb]y\s+)(?P<name>[^\s。，,.!?！？].{0,30})")
_COUNTS = re.compile(r"(?:\d[\d.,]*\s*[万千kKwW+]*\s*[^\W\d]{1,10}\s*){2,}")
_NAMED_ADDRESS = re.compile(r".{0,20}[：:]\s*(?:https?://|www\.)\S+|(?:https?://|www\.)\S+")
_FOLLOW_BUTTON = re.compile(r"\s*[+＋]?\s*(?:已?关注|follow(?:ing)?)$", re.IGNORECASE)
_HASHED = re.compile(r"#\s*[^#\s]{2,12}\s*#")
_BIO_NAME = re.compile(r"([^，,。：:（()）]{1,30})[，,（(]")
_ABOUT_AUTHOR = re.compile(r"(?:作者|译者|编者)(?:简介|介绍)|关于(?:作者|译者|我们?)|about the authors?", re.IGNORECASE)
_END_SECTIONS = re.compile(
    r"(?:\d+[.、]?\s*)?(?:参考(?:文献|资料|链接|文章|阅读)?|引用|(?:延伸|扩展|拓展|相关|推荐)阅读|相关(?:文章|链接)"
    r"|references?|further reading|related (?:posts|articles)|see also)",
    re.IGNORECASE,
)
_JOBS = re.compile(r"加入我们|(?:招聘|我们在招|诚聘).{0,10}|join us|we(?:'|’)?re hiring", re.IGNORECASE)
_TRANSLATED = re.compile(r"本文由?(?:.{0,40}(?:编译|翻译|整理)|(?:翻译|转载|编译|转|译|摘|首发)[自于])|(?:原文|译自|转自|转载自|首发于)")

_RIGHTS = re.compile(
    r"未经.{0,12}(?:许可|授权|允许|同意)|(?:禁止|谢绝|请勿|严禁).{0,6}转载|转载(?:请|需|须)|^版权(?:所有|声明|归)|著作权归"
    r"|^本文.{0,40}(?:发布|首发|发表)于|^©|^\(c\)|all rights reserved|^copyright|licen[sc]ed under|共享.{0,20}许可|CC[ -]BY",
    re.IGNORECASE,
)
_RULES = (
    ("credit", re.compile(r"[（(]?(?:题图|头图|封面图?|首图|配图|图片)(?:来自|来源|由|[：:/])|(?:photo|image) (?:by|credit|from|courtesy)", re.IGNORECASE)),
    ("credit", _TRANSLATED),
    ("disclaimer", re.compile(r".{0,60}(?:代表(?:作者|原作者)(?:本人|个人)|不代表(?:本|平台|.{0,10}立场))|免责声明")),
    ("tip", re.compile(r".{0,10}(?:给作者|为作者|鼓励作者|喜欢作者|请我).{0,10}|(?:打赏|赞赏)(?:\s|支持|作者|$)|.{0,10}打赏.{0,3}鼓励|buy me a coffee", re.IGNORECASE)),
    ("share", re.compile(r"分享(?:到|至|给)?.{0,8}$|.{0,8}(?:扫一扫|扫码)|长按.{0,10}二维码|(?:点赞|收藏|转发|在看)[\s\d]*(?:已?(?:点赞|赞|收藏|转发|在看)|$)|share (?:this|on)|tweet$", re.IGNORECASE)),
    ("follow", re.compile(r".{0,30}(?:关注|订阅).{0,24}(?:公众号|微信号|账号|频道|下载)|更多(?:精彩)?(?:内容|文章|资讯)|了解更多|follow (?:me|us)\b|subscribe (?:to|for|now)", re.IGNORECASE)),
)
_LONGEST_NOTICE = 160
_LONGEST_LABEL = 20
_LEAD_LABEL = re.compile(r"(?:编辑|小编|编者)?(?:导语|导读|按语|按|荐语|推荐语|寄语)\s*[：:]\s*|editor(?:'|’)s note\s*[:：]\s*", re.IGNORECASE)
_PUBLISHED = re.compile(r"本文由?\s*@?\s*(?P<poster>[^。，,；;]*?)\s*(?:原创)?(?:发布|首发|发表|刊载|刊登)于\s*[「“《]?(?P<site>[^，,。；;：:」”》]{2,30})")
_PRESENTED = re.compile(r"本文由\s*.{1,40}(?:编译|翻译)[，,]\s*(?P<site>.{2,30}?)\s*荣誉推出")


@dataclass(slots=True)
class Margins:
    """What is left of the pieces, and what the margins stated. ``handle`` is who posted it."""

    pieces: list[Piece]
    known_author: str | None = None
    title: str = ""
    author: str | None = None
    handle: str | None = None
    day: date | None = None
    source: str | None = None
    via: str | None = None
    lead: str | None = None
    rights: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, index: int, reason: str) -> None:
        """Leave out one piece."""
        self.dropped.append(Dropped(self.pieces.pop(index).text, reason))


def trim_end(margins: Margins) -> None:
    """Take off what stands after the essay."""
    while margins.pieces:
        last = margins.pieces[-1]
        if reason := _notice(margins, last):
            margins.drop(-1, reason) if reason != "rights" else margins.pieces.pop()
        elif last.linked and last.kind is not BlockKind.HEADING:
            margins.drop(-1, "navigation")
        elif _is_left_over(margins, last):
            margins.drop(-1, "navigation")
        elif (section := _end_section(margins.pieces)) is not None:
            _drop_section(margins, *section)
        elif (signed := _signature(margins)) is not None:
            _drop_section(margins, signed, "byline")
        else:
            return


def trim_start(margins: Margins) -> None:
    """Take off what stands before the essay, and keep its lead and a title that is no heading."""
    while margins.pieces:
        first = margins.pieces[0]
        if margins.title and same(first.text) == same(margins.title):
            margins.drop(0, "repeat")
        elif first.kind is BlockKind.QUOTE or _LEAD_LABEL.match(first.text):
            if not _take_lead(margins):
                return
        elif first.kind in (BlockKind.HEADING, BlockKind.CODE):
            return
        elif reason := _notice(margins, first) or _heading_line(margins, first):
            margins.drop(0, reason) if reason != "rights" else margins.pieces.pop(0)
        else:
            return


def unlabelled(lead: str) -> str:
    """A lead without the word that says it is one."""
    return _LEAD_LABEL.sub("", lead.strip(), count=1)


def _take_lead(margins: Margins) -> bool:
    """The quotation on top is the lead, unless it is all there is, or a notice, or a second one."""
    is_quote = margins.pieces[0].kind is BlockKind.QUOTE
    end = 1
    while is_quote and end < len(margins.pieces) and margins.pieces[end].kind is BlockKind.QUOTE:
        end += 1
    quoted = [piece.text for piece in margins.pieces[:end]]
    text = unlabelled("\n".join(quoted))
    if end == len(margins.pieces) or (margins.lead and same(text) != same(margins.lead)):
        return False
    reason = "repeat" if margins.lead else "credit" if _TRANSLATED.match(text) else ""
    if reason:
        margins.dropped += [Dropped(each, reason) for each in quoted]
    else:
        margins.lead = text
    del margins.pieces[:end]
    return True


def _notice(margins: Margins, piece: Piece) -> str | None:
    """What kind of notice a piece is, if it is one; what it states is kept."""
    text = unlinked(piece.text)
    if piece.kind in (BlockKind.CODE, BlockKind.HEADING) or len(text) > _LONGEST_NOTICE:
        return None
    if found := [_LABELLED.fullmatch(line) for line in piece.lines]:
        labelled = [line for line in found if line]
        if len(labelled) == len(found):
            return _take_labelled(margins, labelled)
    if _RIGHTS.search(text) and not _PRESENTED.match(text):
        _take_publication(margins, _PUBLISHED.search(text))
        margins.rights.insert(0, text)
        return "rights"
    if presented := _PRESENTED.match(text):
        margins.source = margins.source or site(presented["site"])
        return "credit"
    if _NAMED_ADDRESS.fullmatch(text):
        return "navigation"
    return next((reason for reason, rule in _RULES if rule.match(text)), None)


def _take_labelled(margins: Margins, lines: list[re.Match[str]]) -> str:
    reason = "credit"
    for line in lines:
        value = line["value"]
        if line["author"]:
            reason = "byline"
            margins.author = margins.author or clean_name(re.split(r"[，,（(；;]", value, maxsplit=1)[0])
        elif line["date"]:
            margins.day = margins.day or parse_date(value)
        elif line["source"]:
            margins.via = margins.via or site(value)
    return reason


def _take_publication(margins: Margins, found: re.Match[str] | None) -> None:
    if found:
        margins.source = margins.source or site(found["site"])
        margins.handle = margins.handle or clean_name(found["poster"])


def _heading_line(margins: Margins, piece: Piece) -> str | None:
    """What kind of line under the title a piece is, if it is one."""
    text = piece.text
    if _is_author(margins, _FOLLOW_BUTTON.sub("", text)):
        return "byline"
    if (byline := _BYLINE.fullmatch(text)) and not text.endswith(("。", ".")):
        margins.author = margins.author or clean_name(byline["name"])
        return "byline"
    if found := only_date(text):
        margins.day = margins.day or found
        return "metadata"
    if _COUNTS.fullmatch(text):
        return "metadata"
    return "advert" if piece.linked else None


def _is_author(margins: Margins, text: str) -> bool:
    return bool(same(text)) and same(text) in {same(margins.author or ""), same(margins.known_author or "")}


def _is_left_over(margins: Margins, piece: Piece) -> bool:
    """A label or heading whose links have just been taken off."""
    if not margins.dropped or margins.dropped[-1].reason != "navigation":
        return False
    return piece.kind is BlockKind.HEADING or (
        len(piece.text) <= _LONGEST_LABEL and piece.text.endswith(("：", ":"))
    )


_SECTIONS: tuple[tuple[str, int, Callable[[str], object]], ...] = (
    ("byline", 8, _HASHED.fullmatch),
    ("byline", 8, lambda text: _ABOUT_AUTHOR.fullmatch(text.rstrip("：:"))),
    ("byline", 1, _ABOUT_AUTHOR.match),
    ("references", 200, lambda text: _END_SECTIONS.fullmatch(text.rstrip("：:"))),
    ("advert", 60, lambda text: _JOBS.fullmatch(text.rstrip("：:"))),
)


def _end_section(pieces: list[Piece]) -> tuple[int, str] | None:
    """The last section, if it is about the author, the references or jobs: its start and its reason."""
    for index in range(len(pieces) - 1, max(-1, len(pieces) - 202), -1):
        piece = pieces[index]
        if piece.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            for reason, most, matches in _SECTIONS:
                is_headed = piece.kind is BlockKind.HEADING or most <= len(pieces) - index <= 9
                if len(pieces) - index <= most + 1 and (is_headed or most == 8) and matches(piece.text):
                    return index, reason
        if piece.kind is BlockKind.HEADING:
            return None
    return None


def _drop_section(margins: Margins, start: int, reason: str) -> None:
    section = margins.pieces[start:]
    if reason == "byline" and len(section) > 1 and _HASHED.fullmatch(section[0].text):
        name = _BIO_NAME.match(section[1].text)
        margins.author = margins.author or (clean_name(name[1]) if name else None)
    margins.dropped += [Dropped(piece.text, reason) for piece in section]
    del margins.pieces[start:]


_LONGEST_SIGNATURE = 4


def _signature(margins: Margins) -> int | None:
    """Where the author signed: the name alone on a line, and after it at most a post, a place and a day."""
    for index in range(len(margins.pieces) - 1, max(0, len(margins.pieces) - _LONGEST_SIGNATURE), -1):
        text = margins.pieces[index].text
        if _is_author(margins, text):
            return index
        if len(text) > 2 * _LONGEST_LABEL or text.endswith(("。", ".", "！", "？")):
            return None
    return None
