import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.plurals import forms


@pytest.mark.parametrize(
    ("one", "many"),
    [("platform", "platforms"), ("city", "cities"), ("boy", "boys"), ("box", "boxes"), ("class", "classes"),
     ("branch", "branches"), ("cache", "caches"), ("movie", "movies"), ("wish", "wishes")],
)  # fmt: skip
def test_either_finds_the_other(one: str, many: str) -> None:
    """The singular leads to the plural, and the plural to the singular."""
    assert many in forms(one)
    assert one in forms(many)


@pytest.mark.parametrize("word", ["ai", "this", "s2b", "gpt-4", "don't", "café", "桥"])
def test_no_noun(word: str) -> None:
    """What is no English noun by its spelling stays as it is."""
    assert forms(word) == (word,)


@pytest.mark.parametrize("word", ["status", "class", "analysis", "gas"])
def test_no_plural(word: str) -> None:
    """Not every s at the end makes a plural."""
    assert word[:-1] not in forms(word)


@given(st.text())
def test_any_word(word: str) -> None:
    """A word is the first of its forms, and there are three at most."""
    found = forms(word)
    assert found[0] == word
    assert len(set(found)) == len(found) <= 3
