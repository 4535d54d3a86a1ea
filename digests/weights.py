"""What each feature weighs in the score of a summary and of key points.

Made by ``python -m tests.tools.weights``, never by hand: ridge regression on the sentences that careful
readers chose from 75 essays.
"""

from collections.abc import Mapping
from typing import TypeAlias

Weights: TypeAlias = Mapping[str, tuple[float, float]]

WEIGHTS: Weights = {
    "title share": (0.96, 0.9),
    "heading share": (1.15, 1.51),
    "other headings": (6.05, 6.6),
    "like opening": (2.4, 2.33),
    "like ending": (1.4, 0.77),
    "frequent terms": (0.68, 0.89),
    "topic subject": (0.47, 0.52),
    "ending": (0.61, 0.5),
    "closing section": (1.24, 0.97),
    "section end": (0.41, 0.42),
    "after heading": (0.34, 0.47),
    "emphasis": (0.9, 0.85),
    "length": (0.31, 0.53),
    "conclusion": (1.78, 1.85),
    "only": (0.84, 0.87),
    "purpose": (0.49, 0.64),
    "comparison": (0.42, 0.43),
    "contrast": (0.21, 0.25),
    "advice": (0.34, 0.49),
    "attributes": (0.7, 0.94),
    "pronoun": (-0.46, -0.53),
    "deictic": (-0.26, -0.29),
    "example": (-0.72, -0.67),
    "announcement": (-0.37, -0.51),
    "figures": (-0.81, -0.92),
    "names": (-0.61, -0.63),
    "vague": (-0.35, -0.38),
    "narration": (-0.49, -0.62),
    "label": (-0.53, -0.68),
}
