"""What each feature weighs in the score of a summary and of key points.

Made by ``python -m tests.tools.weights``, never by hand: ridge regression on the sentences that careful
readers chose from 75 essays. Of the introduction of technical texts, which these hardly have, it is given.
"""

from collections.abc import Mapping
from typing import TypeAlias

Weights: TypeAlias = Mapping[str, tuple[float, float]]

WEIGHTS: Weights = {
    "title share": (0.9, 0.61),
    "heading share": (1.17, 1.49),
    "other headings": (5.54, 5.2),
    "like opening": (2.3, 1.71),
    "like ending": (1.44, 0.56),
    "frequent terms": (0.69, 0.92),
    "topic subject": (0.39, 0.38),
    "ending": (0.63, 0.39),
    "closing section": (1.3, 0.7),
    "section end": (0.45, 0.41),
    "after heading": (0.35, 0.49),
    "emphasis": (0.9, 0.78),
    "length": (0.38, 0.53),
    "introduction": (1.0, 0.0),
    "definition": (0.38, 0.35),
    "conclusion": (1.74, 1.62),
    "only": (0.88, 0.8),
    "certainty": (0.76, 0.83),
    "effect": (0.24, 0.25),
    "purpose": (0.49, 0.58),
    "comparison": (0.42, 0.36),
    "contrast": (0.16, 0.24),
    "advice": (0.26, 0.37),
    "attributes": (0.7, 1.0),
    "pronoun": (-0.48, -0.53),
    "deictic": (-0.25, -0.25),
    "example": (-0.6, -0.23),
    "announcement": (-0.34, -0.47),
    "figures": (-0.84, -0.67),
    "names": (-0.74, -0.65),
    "personal": (-0.34, -0.36),
    "vague": (-0.34, -0.32),
    "narration": (-0.5, -0.55),
    "label": (-0.55, -0.6),
}
