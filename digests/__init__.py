r"""Essays read, summarised and drawn into key points: text in, values out.

>>> from digests import key_points, read, summarize
>>> essay = read("# 桥\n\n桥是两岸的约定。没有约定，桥只是一堆石头。")
>>> essay.title
'桥'
>>> [sentence.text for sentence in summarize(essay, max_chars=10).sentences]
['桥是两岸的约定。']
>>> [point.text for point in key_points(essay, limit=1)]
['桥是两岸的约定。']
"""

from digests.analysis import measure
from digests.derived import VERSION, Derived, Length
from digests.deriving import derive
from digests.errors import DigestsError, UnreadableEssay
from digests.keypoints import key_points
from digests.keywords import keywords
from digests.model import (
    Block,
    BlockKind,
    Dropped,
    Essay,
    KeyPoint,
    Match,
    OneLine,
    Place,
    Sentence,
    Span,
    Summary,
)
from digests.reading import read
from digests.sentences import of as sentences_of
from digests.structure import run_in_headings
from digests.summary import summarize

__all__ = [
    "VERSION",
    "Block",
    "BlockKind",
    "Derived",
    "DigestsError",
    "Dropped",
    "Essay",
    "KeyPoint",
    "Length",
    "Match",
    "OneLine",
    "Place",
    "Sentence",
    "Span",
    "Summary",
    "UnreadableEssay",
    "derive",
    "key_points",
    "keywords",
    "measure",
    "read",
    "run_in_headings",
    "sentences_of",
    "summarize",
]
