"""Notices: the lines that are no part of an essay, told by their form.

What is matched here stands before or after an essay (see ``margins``); nothing of it is looked for in
between. The forms are those of Chinese and English platforms, translators and licences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_AUTHOR = "作者|原作者|原文作者|撰文|撰稿|author|written by|by"
_DATE = "日期|时间|(?:发布|发表)(?:时间|日期|于)|date|published(?: on)?|posted on"
_SOURCE = "来源|文章来源|出处|via|source|转载自|转自|首发于|已发布|首发"
_HAND = (
    "译者|翻译|校对|校对者|审校|审稿|编辑|责编|责任编辑|排版|选题|策划|摄影|插图|配图|题图|封面图?|头图|图片来源|标签|分类"
    "|关键词|(?:原文|本文)?(?:链接|地址)|原文|translator|editor|reviewer|proofreader|original|link|tags?"
)
_LABELLED = re.compile(
    rf"(?:(?P<author>{_AUTHOR})|(?P<date>{_DATE})|(?P<source>{_SOURCE})|(?P<hand>{_HAND}))\s*[：:]\s*(?P<value>.+)",
    re.IGNORECASE,
)
_LABELS = ("author", "date", "source", "hand")
_BYLINE = re.compile(r"(?:文\s*[/／|｜丨]\s*|[Bb]y\s+)(?P<name>[^\s。，,.!?！？][^。，,!?！？]{0,30})(?<!\.)")
_COUNTS = re.compile(r"(?:\d[\d.,]*+\s*+[万千kKwW+]*+\s*+[^\W\d]{1,10}+\s*+){2,}")
_ADDRESS = re.compile(r"(?:.{0,20}[：:]\s*)?(?:https?://|www\.)\S+")
_FOLLOW_BUTTON = re.compile(r"\s*[+＋]?\s*(?:已?关注|follow(?:ing)?)$", re.IGNORECASE)
_LEAD_LABEL = re.compile(
    r"(?:编辑|小编|编者)?(?:导语|导读|按语?|荐语|推荐语|寄语)\s*[：:]\s*|editor(?:'|’)s note\s*[:：]\s*",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"本文由?\s*@?\s*(?P<poster>[^。，,；;]*?)\s*(?:原创)?(?:发布|首发|发表|刊载|刊登)于\s*[「“《]?(?P<site>[^，,。；;：:」”》]{2,30})"
)
_PRESENTED = re.compile(r"本文由\s*.{1,40}(?:编译|翻译)[，,]\s*(?P<site>.{2,30}?)\s*荣誉推出")
_TRANSLATED = re.compile(
    r"本文由?(?:.{0,40}(?:编译|翻译|整理)|(?:翻译|转载|编译|转|译|摘)自)|原文|译自|转自|转载自|首发于|本文.{0,10}首发"
)
_RIGHTS = re.compile(
    r"未经.{0,12}(?:许可|授权|允许|同意).{0,10}(?:禁止|不得|谢绝|请勿|严禁|转载)"
    r"|^.{0,10}(?:禁止|谢绝|请勿|严禁).{0,6}转载|转载.{0,4}(?:请|需|须)(?:注明|联系|保留|附|标明|署名)"
    r"|^版权(?:所有|声明|归)|^著作权归|^©|^\(c\)|all rights reserved|^copyright\b"
    r"|^本.{0,30}(?:采用|遵循).{0,40}(?:许可|协议)|licen[sc]ed under (?:a|the|CC)\b",
    re.IGNORECASE,
)
_FORMS = {
    "byline": r"(?:作者|译者|编者)(?:简介|介绍)\s*[：:].+|about the author\s*[:：].+",
    "credit": r"[（(]?(?:题图|头图|封面图?|首图|配图|图片)(?:来自|来源|由|[：:/]).*"
    r"|(?:photo|image) (?:by|credit|from|courtesy)\b.*",
    "disclaimer": r".{0,60}(?:代表(?:作者|原作者)(?:本人|个人)|不代表(?:本|平台|.{0,10}立场)).*|免责声明.*",
    "tip": r".{0,6}(?:给|为|鼓励|喜欢)作者.{0,16}|.{0,10}打赏.{0,3}鼓励.*"
    r"|(?:打赏|赞赏)(?:\s.*|支持.*|作者.*)?|buy me a coffee.*",
    "share": r"分享(?:(?:到|至|给).{1,8})?|.{0,8}(?:扫一扫|扫码).{0,20}|长按.{0,10}二维码.*"
    r"|(?:(?:点赞|收藏|转发|在看|已赞|已收藏)[\s\d]*)+|share (?:this|on)\b.*|tweet",
    "follow": r".{0,30}(?:关注|订阅).{0,24}(?:公众号|微信号|账号|频道|下载).*"
    r"|更多(?:精彩)?(?:内容|文章|资讯).*"
    r"|了解更多\W*|follow (?:me|us) on\b.*|subscribe (?:to (?:my|our)|for|now)\b.*",
}
_NOTICES = {reason: re.compile(form, re.IGNORECASE) for reason, form in _FORMS.items()}
_HASHED = re.compile(r"#\s*[^#\s]{2,12}\s*#")


@dataclass(frozen=True, slots=True)
class EndSection:
    """A section that may close an essay without being part of it.

    ``most`` is how many blocks it may have, ``needs_heading`` that only a marked heading opens it.
    """

    reason: str
    title: re.Pattern[str]
    most: int
    needs_heading: bool


_END_SECTIONS = (
    EndSection("byline", _HASHED, 8, needs_heading=False),
    EndSection(
        "byline",
        re.compile(
            r"(?:作者|译者|编者)(?:简介|介绍)|关于(?:作者|译者|我们?)|about the authors?", re.IGNORECASE
        ),
        8,
        needs_heading=False,
    ),
    EndSection(
        "references",
        re.compile(
            r"(?:\d+[.、]?\s*)?(?:参考(?:文献|资料|链接|文章|阅读)|(?:延伸|扩展|拓展|相关|推荐)阅读|相关(?:文章|链接)"
            r"|references|further reading|related (?:posts|articles)|see also)",
            re.IGNORECASE,
        ),
        200,
        needs_heading=True,
    ),
    EndSection(
        "advert",
        re.compile(r"加入我们|(?:招聘|我们在招|诚聘).{0,10}|join us|we(?:'|’)re hiring", re.IGNORECASE),
        60,
        needs_heading=True,
    ),
)


def labelled(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Label and value of each line such as 作者：…, if all lines are of that form.

    A label is ``"author"``, ``"date"``, ``"source"`` or ``"hand"`` (who else had a hand in it).
    """
    found = [_LABELLED.fullmatch(line) for line in lines]
    if not all(found):
        return []
    return [(label, line["value"]) for line in found if line for label in _LABELS if line[label]]


def reason(text: str) -> str | None:
    """Why this line is no part of an essay, if it is none."""
    if _RIGHTS.search(text):
        return "rights"
    if _ADDRESS.fullmatch(text):
        return "navigation"
    for name, form in _NOTICES.items():
        if form.fullmatch(text):
            return name
    return "credit" if is_origin(text) else None


def is_origin(text: str) -> bool:
    """Whether this says where the text comes from."""
    return bool(_TRANSLATED.match(text) or _PUBLISHED.match(text))


def publication(text: str) -> tuple[str | None, str] | None:
    """Who posted it and where it was published, as a notice says it."""
    if presented := _PRESENTED.match(text):
        return None, presented["site"]
    published = _PUBLISHED.match(text)
    return (published["poster"], published["site"]) if published else None


def byline(text: str) -> str | None:
    """The name in a line such as 文/… or By …"""
    found = _BYLINE.fullmatch(text)
    return found["name"] if found else None


def is_counts(text: str) -> bool:
    """Whether this only counts readers, comments and minutes."""
    return _COUNTS.fullmatch(text) is not None


def without_button(text: str) -> str:
    """A name without the button beside it."""
    return _FOLLOW_BUTTON.sub("", text)


def is_lead(text: str) -> bool:
    """Whether this begins with a word that says it is a lead."""
    return _LEAD_LABEL.match(text) is not None


def unlabelled(lead: str) -> str:
    """A lead without the word that says it is one."""
    label = _LEAD_LABEL.match(lead)
    return lead[label.end() :] if label else lead


def is_column(text: str) -> bool:
    """Whether this is the hashed name of a column, such as #专栏作家#."""
    return _HASHED.fullmatch(text) is not None


def end_section(title: str) -> EndSection | None:
    """The closing section that this heading opens, if it opens one."""
    title = title.rstrip("：:")
    return next((section for section in _END_SECTIONS if section.title.fullmatch(title)), None)
