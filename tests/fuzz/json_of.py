"""JSON that is nearly what a service sends: its values are others of their kind, or missing."""

from collections.abc import Collection, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Json = dict[str, Any]
_NUMBERS = st.integers(-(2**40), 2**53) | st.sampled_from([0, 1, -1, 2**31, 2**63, -(10**12), 10_001])
Place = tuple[Any, Any]


@st.composite
def changed(
    draw: st.DrawFn,
    shapes: Sequence[Json],
    texts: SearchStrategy[str],
    optional: Collection[str],
    fixed: Collection[str] = (),
) -> Json:
    """One of these shapes with some of its values changed to others, unless they are ``fixed``.

    Those that are ``optional`` may also be missing.
    """
    shape = deepcopy(draw(st.sampled_from(shapes)))
    for _ in range(draw(st.integers(0, 4))):
        places = [(holder, key) for holder, key in _places(shape) if key not in fixed]
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        if key in optional and draw(st.booleans()):
            del holder[key]
        else:
            _change(draw, holder, key, texts)
    return shape


def _change(draw: st.DrawFn, holder: Any, key: Any, texts: SearchStrategy[str]) -> None:  # noqa: ANN401 - JSON
    match holder[key]:
        case bool():
            holder[key] = not holder[key]
        case int():
            holder[key] = draw(_NUMBERS)
        case str():
            holder[key] = draw(texts)
        case list() as values:
            holder[key] = values * draw(st.integers(1, 3))
        case _:
            pass


def _places(shape: Any) -> list[Place]:  # noqa: ANN401 - as above
    """All holders and keys in it, the outermost first."""
    found: list[Place] = []
    holders = [shape]
    for holder in holders:
        items = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in items:
            found.append((holder, key))
            if isinstance(value, dict | list):
                holders.append(value)
    return found
