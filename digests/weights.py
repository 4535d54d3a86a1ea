"""What each feature weighs in the score of a summary and of key points.

Made by ``python -m tests.tools.weights``, never by hand: ridge regression on the sentences that careful
readers chose from 75 essays.
"""

from collections.abc import Mapping
from typing import TypeAlias

Weights: TypeAlias = Mapping[str, tuple[float, float]]

WEIGHTS: Weights = {
    "title share": (0.73, 0.93),
    "heading share": (0.75, 1.37),
    "other headings": (4.45, 6.3),
    "like opening": (1.74, 2.02),
    "like ending": (1.6, 0.89),
    "frequent terms": (0.81, 1.53),
    "ending": (0.42, 0.44),
    "closing section": (0.9, 0.84),
    "section end": (0.26, 0.41),
    "after heading": (0.29, 0.45),
    "emphasis": (0.68, 0.71),
    "length": (0.07, 0.4),
    "conclusion": (1.25, 1.55),
    "only": (0.58, 0.74),
    "purpose": (0.24, 0.55),
    "comparison": (0.21, 0.42),
    "contrast": (0.2, 0.27),
    "definition": (0.08, 0.16),
    "outlook": (0.12, 0.06),
    "advice": (0.18, 0.42),
    "attributes": (0.41, 0.84),
    "pronoun": (-0.37, -0.49),
    "deictic": (-0.22, -0.25),
    "example": (-0.47, -0.57),
    "announcement": (-0.23, -0.43),
    "figures": (-0.54, -0.86),
    "names": (-0.41, -0.5),
    "vague": (-0.26, -0.31),
    "narration": (-0.31, -0.55),
    "label": (-0.42, -0.75),
}
