"""Turns of phrase that tell what a sentence does: refer back, conclude, contrast, define, announce and more.

Each is a pattern for the text of one sentence in Chinese and one in English. Alternatives begin with
a letter wherever they can: the search then skips to where one of them may start.
"""

import re
from dataclasses import dataclass
from re import Pattern


@dataclass(frozen=True, slots=True)
class Cue:
    """A turn of phrase in both languages."""

    chinese: Pattern[str]
    english: Pattern[str]

    def of(self, language: str) -> Pattern[str]:
        """The pattern for ``"zh"`` or ``"en"``."""
        return self.english if language == "en" else self.chinese


def _cue(chinese: str, english: str) -> Cue:
    return Cue(re.compile(chinese), re.compile(rf"\b(?:{english})\b"))


# The characters of the words between the start of a sentence and the first thing it speaks of.
_CLAUSE_OPENING = (
    "[当在如果若只有要随着等到一旦通过对于关由从让将把与和跟比起无论不管使除了根据按照基至综合结我们能够会想每"
    "]"
)
_BOTH = "[两二]者|前者|后者|双方"
# What a sentence opens with that refers to, or links with, what stands before: alone it hangs in the air.
HANGS = _cue(
    "[“‘「『（(]?(?:[这那它她他此该]|其(?![实余他它]|[一二三四五])|[从在对于据按到][这那此其该它他]|[上前后]述"
    "|前者|后者|[两三四五六七八九十几][条点项种个][里中]|如此|以此|由此|因此|因而|因为(?!.{1,40}(?:所以|因此|因而|才|就|必须|不能))|所以|故而|于是|从而|可见|但|然而|可是|不过|只不过|只是|而(?!言)"
    "|却|同样|同时|与此|除此|另外|此外|并且|并不|也(?!许)|又|还|再|都(?!市)|则|即(?![使便将])|甚至|尤其|特别是"
    "|换[句言]|也就是|反之|相反|反而|否则|正[是因如]|(?:尽管|纵然|即便|虽然)如|总的说|当然|那么|接着|随后"
    "|之后|之前|后来|比如|例如|譬如|举例|由于[这此]|其中|再[者次]|其次|最后，|另一|二[者是]|两者|前面|刚才"
    "|的(?!确)|然后|导致|进而|要么|说[白到]|可以(?:简单)?地?理解[为成]|(?:针对|对于|关于|按照)第[一二三四五六]|对于?[^，。]{1,12}(?:而言|来说|来讲)，则|反正|毕竟|果然|原因|何况|况且|更何况|否|难道|显然|没错|以上|以下|类似的?，|如[上下]|见[上下]"
    "|[^，。]{0,8}(?<![一这那])另一[个种条方类些]|才[能会可是有]|.{1,5}(?:比如|例如|譬如)|[^，。]{1,9}，(?:这[种个些样一]|该|此)|[上前]面|[上下前]文|.{0,5}(?:这|(?<!彼)此|那[种些样]|(?<!其)[他她它])"
    "|[^，。]{1,20}，(?:[这它][才就也便正都是不同]|那[才也便正都不同]|那就(?!是[：:]))"
    f"|{_CLAUSE_OPENING}{{0,7}}(?:{_BOTH}|[上前]述|(?<=.)以上)|[^，。、和与跟及同或]{{1,20}}，(?:{_BOTH}))",
    "[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|It|It's|He|She|They|His|Her|Hers|Their|Its|Such|Both|Neither|Either"
    "|Another|Others|But|And|So|However|Therefore|Thus|Hence|Yet|Then|Also|Instead|Moreover|Furthermore"
    "|Besides|Meanwhile|Otherwise|Similarly|Likewise|Nor|Or|Because|Still|Again|Finally|Secondly?|Thirdly?"
    "|(?:In|For|As|To|At|From|With|By|On) (?:this|that|these|those|such|it|them)|In (?:addition|contrast)"
    "|In other words|For (?:example|instance)|As a result|To do (?:this|that)|On the other|Here's|That's"
    "|The (?:two|former|latter|above)"
    "|(?:When|Whenever|If|Once|While|As|Although|Though|Because|Since|Until|After|Before|Unless|Without|Between"
    "|Of|Only|Through)(?: (?:this|these|those|the (?:two|former|latter)|such(?! as))| both(?! .{1,40} and))",
)
# An ordinal that is no first: without the others of its series it hangs as well.
LATER_ITEM = re.compile(
    r"第[二三四五六七八九十]|其[二三四五]|[二三四五六七八九][是、]|[（(]?(?:[2-9]|[1-9]\d)[.．、)）]\s?(?!\d)|[②-⑳]"
)
_NO_REFERENCE = "(?!.{0,8}(?:[这它该]|此(?![外刻])|那[个种些样]|(?<!其)[他她]))"
# A link that a claim complete in itself may bear.
VERDICT = _cue(
    f"(?:因此|所以|总(?:而言)?之|综上(?:所述)?|由此可见|可见|即，){_NO_REFERENCE}",
    "(?:So|Thus|Therefore|Overall|Ultimately),?(?! (?:this|that|these|those|it|they|he|she)\\b)",
)
# A link that does no harm in a list, where nobody takes the line before for what it answers.
CONTRARY = _cue(
    f"(?:但|然而|不过|可是|而(?![是且非])|因为(?=.{{0,40}}(?:所以|因此|才|就))){_NO_REFERENCE}",
    "(?:But|Yet|However),?(?! (?:this|that|these|those|it|they|he|she)\\b)",
)
# Wherever it stands, it points to a place before.
BACK = _cue("上面|上文|前文|上述", "above|(?:previous|preceding) (?:section|example|paragraph)")

# What it opens with.
PRONOUN = _cue("(?:[但而却所因并][^，]?，?)?[这那它他她此该]", "It|This|That|They|He|She")
CONCLUSION = _cue(
    "因此|因而|所以|总之|总的来|总而言之|综上|归根|说到底|可见|由此可见|换句话说|换言之|也就是说|简而言之|一言以蔽之|从这个|即，",
    "So|Thus|Therefore|Hence|In short|Overall|In the end|Ultimately|In conclusion|In other words",
)

# What it says anywhere.
DEICTIC = _cue("这[个种些样一]|那[个种些样]|上述|上图|下图|前面|如图|前文", "above|below|previous|previously")
CONTRAST = _cue(
    r"不[是仅再只](?!吗).{1,40}?而[是更且]|而不是|而非|与其.{1,40}?不如|并非.{1,30}?而是|不在于.{1,30}?在于",
    r"(?:not|isn't|aren't)\b.{1,60}\bbut|rather than|instead of",
)
ONLY = _cue(
    "才[是能会有算可]|只有|唯有|关键|核心|根本|本质|最重要|重要的是",
    "only|key|core|essential|real|really|most important",
)
ADVICE = _cue(
    "应该|应当|需要|不要|千万|务必|必须|不妨|一定要", "should|must|need to|have to|don't|never|always"
)
CERTAINTY = _cue("一定|必[须然定]|务必|绝对", "certainly|always|never|must|inevitabl[ey]")
EFFECT = _cue(
    "让|使得|使(?!用)|带来|导致|决定|取决|产生|推动|驱动|促[进使成]",
    "lets?|makes?|leads? to|causes?|brings?|results? in|depends? on|drives?|helps?",
)
PURPOSE = _cue("为了|目[的标]|价值|意义|作用|原因", "goals?|purpose|value|aims?|reasons?|so that")
COMPARISON = _cue("[更越]", "more|less|better|worse|than")
# What defines and generalises says of what kind things are; what tells and instructs does not.
ATTRIBUTES = _cue("的", "of|which|that")
EXAMPLE = _cue(
    r"比如|例如|譬如|举个例子|举例|拿.{1,10}来说|以.{1,12}为例",
    r"[Ff]or example|[Ff]or instance|such as|e\.g",
)
# It opens with an example.
INSTANCE = _cue(
    "[但而]?(?:比如|例如|譬如|举个例子|举例|如(?![果何今此同若上下实期愿我前一是]))",
    "[Ff]or example|[Ff]or instance|E\\.g|Such as",
)
ANNOUNCEMENT = _cue(
    "本文|本篇|这篇|文章|下面|接下来|以下|上[图表]|下[图表]|如图|几个方面|敬请|一起来看|展开(?:讨论|探讨|说)|欢迎|我们看|来看|关注[我公微]|给大家分享|与大家分享|感谢|希望|看看|教程|介绍|参考|作者|读者|点赞|留言|转载",
    "this (?:post|article|essay|series)|[Ii]n this|below|[Ss]tay tuned|[Rr]ead more|[Ss]ign up|[Tt]hanks?",
)
DEFINITION = _cue(
    "是(?:一[个种款套项类份]|指|由|[^，。]{2,30}之一)|就是|指的是|用于|用来|致力于|侧重于|旨在",
    r"is (?:an?|the|one of)\b|means|refers to|is used|aims to",
)
PERSONAL = _cue("我(?!们)|笔者|本人", "I|my|me")
FIGURES = _cue(r"\d+(?:[.,]\d+)*", r"\d+(?:[.,]\d+)*")
# Titles and foreign names, in small letters; in English text they can't be told by these.
NAMES = Cue(re.compile("《|[a-z]{2,}"), re.compile("(?!)"))
VAGUE = _cue("有些|有的|很多|许多|大部分|一些|某", "some|many|several|various|a (?:few|lot|number)")
# It tells what happened instead of how things are.
NARRATION = _cue(
    "了[，。；]|过[，。；的]|曾|今天|最近|近日|日前|我(?:之前|当时)|当[时年]|后来|于是|有一[次天年]|昨天|上周|去年|前几[天年]|记得|那年|小时候|一开始|前段时间|一时间",
    "was|were|had|did|ago|once|one day|last (?:year|week|month)",
)
SPEECH = _cue(
    r"[：:]\s?[“「『\"](?![^”」』\"]{1,8}[”」』\"])|[说道问]：|[说道问称示言释]，?\s?[“「『\"]",
    r"said|says|asked|stated|(?:told|explained|added),",
)

LABEL = _cue("[^，。：]{1,8}：", r"\w+(?: \w+){0,3}: ")

# What it is, in either language.
QUESTION = re.compile(r"[?？][”’」』）)\"]*$")
# A question without its mark.
ASKS = re.compile(r"^(?:如何|怎[么样]|为什么|为何)(?!.*(?:是|取决|在于|因为|需要|决定|成为|[很都就]))")
# It trails off.
TRAILING = re.compile(r"(?:…|\.\.\.?|。。)[”’」』）)】\"]*$")
# One of two things that are told apart, and arrows from step to step.
HALF = re.compile(
    r"^(?:一种|一个|一方面|一边)(?:选择|情况|方法|做法|方式|办法|可能|观点|说法)?[是，](?!.*另)|^第一(?:[个种][^，。]{0,6}是|方面，)(?!.*第二)|^要么(?!.*要么.*要么)"
)
ARROWS = re.compile("(?:->|—>|=>|→|⇒).*(?:->|—>|=>|→|⇒)")
CLOSED = re.compile(r"[。！!….．][”’」』）)】\"]*$")
OPEN_END = re.compile(
    r"[：:，,、—]$|(?:如下|如图|以下|下面|几个方面|几点|几大|几种|below|following)[^。，]{0,18}[。：:.]$"
)
# It promises or refuses to say more, points at a picture, or speaks of the text and its readers.
TEASER = _cue(
    "敬请|未完待续|了解更多|感兴趣的(?:朋友|同学|读者|小伙伴|话|可)|请(?:查看|参阅|参考|参见|移步|点击)|可以查看|[供作]参考|花名|见附|"
    "不再(?:展开|赘述|细说|详述)|(?:后续|下[文篇期])[^，。]{0,6}再(?:展开|介绍|讨论|探讨|分享)"
    "|(?:接下来|下面|首先|今天|本次)[^，。]{0,12}(?:介绍|讲解|分享|讨论|探讨|说说|谈谈|聊聊|看看)"
    "|本[文篇][^。]{0,30}(?:介绍|讲解|分享|讨论|探讨|梳理|聊|复盘)|(?:接下来|下面)，?(?:我们|以|就)|讲[起完]|介绍完"
    "|介绍就?到|谢谢|写[此本]文|推荐[^，。]{0,10}新书|我们会看|会想，为什么|带你(?:浏览|了解|看)|部分进行[^，。]{0,4}总结|接下来的(?:部分|内容|章节)|感受一?下"
    r"|[看说讲聊谈]一下|看下|[受限]于(?:时间|能力|篇幅|水平)|水平有限|祝(?:福|愿|大家|各位)|感谢|公众号|转载|图中|[如见][上下]?图|[上下][图表]|截图|图\s?\d|如下[^，。]{0,6}图",
    r"[Ss]tay tuned|[Mm]ore on (?:this|that) (?:later|soon)|[Tt]hank|[Ff]igure \d"
    r"|[Ii]n this (?:post|article)|we'd love|read on|part (?:one|two|three|four|\d) of|wrote this",
)
TEASER_AT_START = _cue(
    "期待|试想|想象一下|设想|假[设如]你?|[^，。]{0,4}来?了解(?:一下|下)|如(?:我|前|上|开篇)[^，。]{0,4}[说讲述提]|不要忘了|(?:我们|首先，?|先|再|着重){0,3}来(?:看|盘点|聊|分析|说)|我们可以从[^，。]{1,30}来(?:看|分析)"
    "|回到[^，。]{0,30}(?:问题|话题)|(?:下面|以下)[是为]|(?:最后，?)?希望(?:本|这|对|大家|你|各位)|祝|作者(?:介绍|简介|：)",
    "[Hh]ope(?:fully)? (?:this|you)",
)
ALL_SPEECH = re.compile(r"^[“「『\"].*[”」』\"]$", re.DOTALL)
# What the author concedes, or others believe, without what answers it.
CONCESSION = re.compile(
    r"^(?:虽然|尽管|虽说|固然|诚然|[^，。]{0,8}以为)(?!.*(?:但|却|不过|依然|仍|也|还|可|然而|其实))"
    r"|^当然，?(?!.*(?:但|却|不过|然而))"
    r"|^[^，。]{1,12}，[^，。]{0,6}(?:人|大家)[都总]?以为(?!.*(?:但|却|不过|然而|其实))"
    r"|^[^，。]{1,16}，(?:虽然|尽管|虽说)(?!.*(?:但|却|不过|依然|仍|也|还|可|然而|其实))"
    r"|^(?:Although|Though|While)\b(?!.*,)"
    r"|^(?:Many|Most|Some)(?: people)? (?:think|believe|assume)\b(?!.*\bbut\b)"
)
