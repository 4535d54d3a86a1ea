"""What each feature weighs in the score of a summary and of key points.

Made by ``python -m tests.tools.weights``, never by hand: ridge regression on the sentences that careful
readers chose from 75 essays.
"""

from collections.abc import Mapping
from typing import TypeAlias

Weights: TypeAlias = Mapping[str, tuple[float, float]]

WEIGHTS: Weights = {
    "title share": (0.96, 0.9),
    "heading share": (1.13, 1.49),
    "other headings": (6.08, 6.63),
    "like opening": (2.43, 2.36),
    "like ending": (1.41, 0.78),
    "frequent terms": (0.66, 0.88),
    "topic subject": (0.46, 0.51),
    "ending": (0.61, 0.5),
    "closing section": (1.25, 0.98),
    "section end": (0.4, 0.42),
    "after heading": (0.35, 0.48),
    "emphasis": (0.86, 0.8),
    "length": (0.31, 0.53),
    "conclusion": (1.78, 1.84),
    "only": (0.84, 0.87),
    "purpose": (0.5, 0.65),
    "comparison": (0.42, 0.43),
    "contrast": (0.22, 0.26),
    "advice": (0.34, 0.49),
    "attributes": (0.7, 0.94),
    "pronoun": (-0.46, -0.53),
    "deictic": (-0.26, -0.29),
    "example": (-0.73, -0.68),
    "announcement": (-0.37, -0.51),
    "figures": (-0.81, -0.91),
    "names": (-0.61, -0.63),
    "vague": (-0.35, -0.38),
    "narration": (-0.49, -0.61),
    "label": (-0.61, -0.75),
}
