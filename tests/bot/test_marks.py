from hypothesis import given
from hypothesis import strategies as st

from bot.replies import Run, marked_once

RUNS = st.lists(st.builds(Run, st.text("桥渡", min_size=1), st.booleans(), st.booleans())).map(tuple)


@given(RUNS)
def test_once(runs: tuple[Run, ...]) -> None:
    """Of several marks the first stays, and the others are bold; the text is the same."""
    once = marked_once(runs)
    marks = [index for index, run in enumerate(runs) if run.marked]
    assert [run.text for run in once] == [run.text for run in runs]
    assert [index for index, run in enumerate(once) if run.marked] == marks[:1]
    assert all(once[index].bold for index in marks[1:])
