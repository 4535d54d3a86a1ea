"""Turns of phrase that tell what a sentence does: refer back, conclude, contrast, define, announce …

Which of them carry weight, and how much, was measured on what careful readers choose from essays.
Each is a pattern for the text of one sentence, Chinese or English.
"""

import re

# Opens with a reference to, or a link with, what stands before it: alone it hangs in the air.
HANGS = re.compile(
    r"[“‘「『（(]?(?:[这那它她他此该]|其(?![实余他它]|[一二三四五])|[从在对于据按到][这那此其该它他]|[上前后]述|前者|后者|如此|以此|由此|因此|因而|所以|故而|于是"
    r"|从而|可见|但|然而|可是|不过|只不过|只是|而(?!言)|却|同样|同时|与此|除此|除了这|另外|此外|并且|并不|也|又|还|再|都|则|即[，使]?|甚至"
    r"|尤其|特别是|换[句言]|也就是|反之|相反|反而|否则|正[是因如]|正因|尽管如|纵然如|即便如|虽然如|总的说|当然|那么|接着|随后|之后|之前|后来"
    r"|比如|例如|譬如|举例|因为|由于[这此]|其中|再[者次]|其次|最后，|一方面|另一|二[者是]|两者|这时|此时|前面|刚才|的|说[白到]|反正|毕竟|果然"
    r"|原因|何况|况且|更何况|否|难道|显然|的确|是的|没错|以上|以下|如[上下]|见[上下]|除了"
    r"|.{0,5}(?:这|(?<!彼)此|那[个种些样]|(?<!其)[他她它])|[^，。]{1,20}，[这那它][才就也便正都是不同])"
    r"|(?:This|That|These|Those|It|It's|He|She|They|His|Her|Hers|Their|Its|Such|Both|Neither|Either|Another|Others|But|And|So"
    r"|However|Therefore|Thus|Hence|Yet|Then|Also|Instead|Moreover|Furthermore|Besides|Meanwhile|Otherwise|Similarly|Likewise"
    r"|Nor|Or|Because|Still|Again|Finally|Second|Third|Second(?:ly)|Third(?:ly)|In (?:this|that|these|those|addition|contrast|other)"
    r"|For (?:example|instance|this|that)|As (?:a result|such)|To (?:this|that|do this|do that)|At (?:this|that)|On the other)\b"
)
# Opens with an ordinal that is no first: without the others of its series it hangs as well.
ITEM = re.compile(r"第[二三四五六七八九十]|其[二三四五]|[二三四五六七八九][是、]|[（(]?(?:[2-9]|[1-9]\d)[.．、)）]\s?(?!\d)|[②-⑳]")

PRONOUN = re.compile(r"(?:[但而却所因并]\w?，?)?(?:[这那它他她此该]|It\b|This\b|That\b|They\b|He\b|She\b)")
DEICTIC = re.compile(r"这[个种些样一]|那[个种些样]|上述|上图|下图|前面|如图|前文|\b(?:above|below|previous(?:ly)?)\b")
CONCLUSION = re.compile(
    r"(?:因此|因而|所以|总之|总的来|总而言之|综上|归根|说到底|可见|由此可见|换句话说|换言之|也就是说|简而言之|一言以蔽之|从这个|即，)"
    r"|(?:So|Thus|Therefore|Hence|In short|Overall|In the end|Ultimately|In conclusion|In other words)\b"
)
# A link that a claim complete in itself may bear.
VERDICT = re.compile(r"(?:因此|所以|总之|综上|由此可见|可见)|(?:So|Thus|Therefore|Overall|Ultimately)\b")
CONTRAST = re.compile(
    r"不[是仅再只](?!吗).{1,40}?而[是更且]|而不是|而非|与其.{1,40}?不如|并非.{1,30}?而是|不在于.{1,30}?在于|\b(?:not|isn't|aren't)\b.{1,60}\bbut\b"
    r"|rather than|instead of"
)
ONLY = re.compile(r"才[是能会有算可]|只有|唯有|关键|核心|根本|本质|最重要|重要的是|\b(?:only|key|core|essential|real(?:ly)?|most important)\b")
DEFINITION = re.compile(r"其实是|其实就|就是|是指|指的是|本质|更像是|所谓|意味着|等于|可以理解为|归结为|\bmeans?\b|is (?:a|an|the)\b|are (?:a|the)\b")
OUTLOOK = re.compile(r"未来|将会|可以预见|必然|势必|趋势|终将|\bwill\b|\bfuture\b")
ADVICE = re.compile(r"应该|应当|需要|不要|千万|务必|必须|不妨|一定要|\b(?:should|must|need to|have to|don't|never|always)\b")
OPINION = re.compile(r"我(?:们)?(?:认为|发现|相信|觉得)|笔者(?:认为|发现)|在我看来|事实上|\bI (?:believe|think)\b|we (?:believe|found|learned)\b", re.IGNORECASE)

QUESTION = re.compile(r"[?？][”’」』）)\"]*$")
OPEN_END = re.compile(r"[：:，,、—]$|(?:如下|如图|以下|下面)[^。]{0,12}[。：:.]$|^.{0,30}(?:几个方面|几点|几大|几种|以下).{0,12}[。：:]$")
CLOSED = re.compile(r"[。！!….．][”’」』）)】\"]*$")
EXAMPLE = re.compile(r"比如|例如|譬如|举个例子|举例|拿.{1,10}来说|以.{1,12}为例|\b(?:for example|for instance|such as|e\.g\.)", re.IGNORECASE)
ANNOUNCEMENT = re.compile(
    r"本文|本篇|这篇|文章|下面|接下来|以下|上[图表]|下[图表]|如图|几个方面|敬请|一起来看|展开(?:讨论|探讨|说)|欢迎|关注|分享|感谢|参考|作者|读者|点赞|留言|转载"
    r"|\b(?:this (?:post|article|essay|series)|in this|below|stay tuned|read more|sign up|thank)\b",
    re.IGNORECASE,
)
FIGURES = re.compile(r"\d(?:[\d.,]*)\s?(?:%|％|年|月|日|万|亿|倍|元|个|款|家|人|名|分钟|小时|天)")
STORY = re.compile(r"当年|前段时间|有一[次天年]|后来|昨天|上周|去年|前几[天年]|记得|曾经|那年|小时候|一开始|\b(?:last (?:year|week|month)|ago|one day|once)\b")
SPEECH = re.compile(r"[：:]\s?[“「『\"]|^[“「『\"].{0,200}[”」』\"]$|[说道问]：|\b(?:said|says|asked)\b")
FIRST_PERSON = re.compile(r"[我咱]|笔者|\b(?:I|my|me|I'm|I've)\b")
CONCESSION = re.compile(r"^(?:虽然|尽管|虽说|固然|诚然)(?!.*(?:但|却|不过|依然|仍|也|还|可|然而))|^(?:Although|Though|While)\b(?!.*,)")
