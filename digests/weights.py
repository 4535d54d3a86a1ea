"""What each feature weighs in the score of a summary and of key points.

Made by ``python -m tests.tools.weights``, never by hand: ridge regression on the sentences that careful
readers chose from 75 essays. Of the introduction of technical texts, which these hardly have, it is given.
"""

from collections.abc import Mapping
from typing import TypeAlias

Weights: TypeAlias = Mapping[str, tuple[float, float]]

WEIGHTS: Weights = {
    "title share": (0.89, 0.6),
    "heading share": (1.18, 1.49),
    "other headings": (5.55, 5.25),
    "like opening": (2.32, 1.73),
    "like ending": (1.5, 0.62),
    "frequent terms": (0.69, 0.92),
    "topic subject": (0.38, 0.37),
    "ending": (0.64, 0.4),
    "closing section": (1.35, 0.73),
    "section end": (0.44, 0.4),
    "after heading": (0.34, 0.49),
    "emphasis": (0.88, 0.76),
    "length": (0.38, 0.53),
    "introduction": (1.0, 0.0),
    "definition": (0.37, 0.34),
    "conclusion": (1.72, 1.6),
    "only": (0.87, 0.8),
    "certainty": (0.75, 0.81),
    "effect": (0.23, 0.24),
    "purpose": (0.49, 0.59),
    "comparison": (0.42, 0.36),
    "contrast": (0.18, 0.26),
    "advice": (0.27, 0.38),
    "attributes": (0.72, 1.01),
    "pronoun": (-0.49, -0.54),
    "deictic": (-0.26, -0.26),
    "example": (-0.6, -0.23),
    "announcement": (-0.29, -0.42),
    "figures": (-0.85, -0.67),
    "names": (-0.76, -0.66),
    "personal": (-0.36, -0.38),
    "vague": (-0.34, -0.31),
    "narration": (-0.5, -0.55),
    "label": (-0.55, -0.58),
}
