"""What each feature weighs in the score of a summary and of key points.

Made by ``python -m tests.tools.weights``, never by hand: ridge regression on the sentences that careful
readers chose from 75 essays.
"""

from collections.abc import Mapping
from typing import TypeAlias

Weights: TypeAlias = Mapping[str, tuple[float, float]]

WEIGHTS: Weights = {
    "title share": (0.97, 0.9),
    "heading share": (1.16, 1.52),
    "other headings": (6.04, 6.6),
    "like opening": (2.38, 2.31),
    "like ending": (1.4, 0.77),
    "frequent terms": (0.69, 0.89),
    "topic subject": (0.47, 0.53),
    "ending": (0.61, 0.5),
    "closing section": (1.24, 0.97),
    "section end": (0.41, 0.42),
    "after heading": (0.35, 0.47),
    "emphasis": (0.9, 0.85),
    "length": (0.31, 0.53),
    "conclusion": (1.78, 1.85),
    "only": (0.84, 0.87),
    "purpose": (0.49, 0.64),
    "comparison": (0.42, 0.43),
    "contrast": (0.21, 0.25),
    "advice": (0.34, 0.49),
    "attributes": (0.69, 0.94),
    "pronoun": (-0.46, -0.53),
    "deictic": (-0.26, -0.29),
    "example": (-0.73, -0.68),
    "announcement": (-0.37, -0.5),
    "figures": (-0.82, -0.93),
    "names": (-0.61, -0.63),
    "vague": (-0.35, -0.38),
    "narration": (-0.5, -0.62),
    "label": (-0.53, -0.67),
}
