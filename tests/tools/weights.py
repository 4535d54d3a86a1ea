"""Makes ``digests/weights.py`` from the choices of careful readers (``python -m tests.tools.weights``)."""

from pathlib import Path

from digests.weights import Weights
from tests.benchmarks.readers import chosen, fit

MODULE = Path(__file__).parents[2] / "digests" / "weights.py"
_HEADER = '''\
"""What each feature weighs in the score of a summary and of key points.

Made by ``python -m tests.tools.weights``, never by hand: ridge regression on the sentences that careful
readers chose from 75 essays. Of the introduction of technical texts, which these hardly have, it is given.
"""

from collections.abc import Mapping
from typing import TypeAlias

Weights: TypeAlias = Mapping[str, tuple[float, float]]

'''


def module(weights: Weights) -> str:
    """The module's text."""
    rows = "".join(f'    "{name}": {pair},\n' for name, pair in weights.items())
    return f"{_HEADER}WEIGHTS: Weights = {{\n{rows}}}\n"


if __name__ == "__main__":
    MODULE.write_text(module(fit(chosen())), encoding="utf-8")
