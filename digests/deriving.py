"""Everything that is worked out from one essay, from one segmentation of its text."""

import re

from digests.analysis import analyse, measure
from digests.derived import Derived, Length
from digests.keypoints import points_of
from digests.keywords import candidates_of
from digests.model import BlockKind, Essay
from digests.oneline import line_of
from digests.ranking import rank
from digests.summary import summaries_of
from digests.words import Segmenter

# Characters for an essay in Chinese, words for one in English.
_BUDGETS = {Length.SHORT: (120, 65), Length.MEDIUM: (200, 110), Length.LONG: (400, 220)}
_POINTS = 8

# Silent reading of non-fiction: 238 English words a minute (Brysbaert, Journal of Memory and Language
# 109, 2019); the 260 Chinese words reported there are about 400 characters.
_WORDS_A_MINUTE = 230
_CHARACTERS_A_MINUTE = 400
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_LATIN_WORD = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)*")


def derive(essay: Essay, segmenter: Segmenter | None = None) -> Derived:
    """The essay with its summaries, key points, keywords, size and reading time."""
    analysis = analyse(essay, segmenter)
    ranking = rank(analysis)
    summaries = summaries_of(analysis, ranking, [_BUDGETS[length] for length in Length])
    derived = Derived(
        essay=essay,
        line=line_of(analysis, ranking, summaries[0]),
        summaries=summaries,
        points=points_of(analysis, ranking, _POINTS),
        candidates=candidates_of(analysis),
        characters=sum(measure(block.text, "zh") for block in essay.blocks),
        minutes=_minutes(essay),
        language=analysis.language,
    )
    analysis.release()
    return derived


def _minutes(essay: Essay) -> int:
    text = "\n".join(block.text for block in essay.blocks if block.kind is not BlockKind.CODE)
    characters, others = sum(map(len, _HAN.findall(text))), len(_LATIN_WORD.findall(text))
    return max(1, round(characters / _CHARACTERS_A_MINUTE + others / _WORDS_A_MINUTE))
