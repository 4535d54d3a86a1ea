from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests import Address
from bot.subscriptions.schedule import Quiet
from bot.subscriptions.subscription import Status, Subscription
from bot.texts import Language
from bot.wishes.terms import differing, with_terms
from digests.derived import Length

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PLAIN = Subscription(
    address=Address("test", "1"),
    home="person/test/ming",
    owner="person/test/ming",
    week=(time(8),) * 7,
    zone=ZoneInfo("Asia/Shanghai"),
    since=NOW,
    reckoned=NOW,
    changed=NOW,
)
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
SUBSCRIPTIONS = st.builds(
    replace,
    st.just(PLAIN),
    week=st.tuples(*[st.none() | TIMES] * 7).filter(any),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Taipei", "Etc/GMT+8"]).map(ZoneInfo),
    topics=st.text(max_size=50),
    essays=st.integers(1, 3),
    length=st.sampled_from(Length),
    language=st.none() | st.sampled_from(Language),
    silent=st.booleans(),
    mention=st.sampled_from(["", "<@&1>"]),
    quiet=st.none() | st.builds(Quiet, TIMES, TIMES),
    resumes=st.none() | st.dates(),
    status=st.sampled_from([Status.ACTIVE, Status.PAUSED, Status.ENDED]),
)


@given(SUBSCRIPTIONS, SUBSCRIPTIONS)
def test_way_back(before: Subscription, after: Subscription) -> None:
    """What differs brings the former terms back, all of them."""
    terms = tuple(differing(before, after))
    assert with_terms(after, dict(zip(terms[::2], terms[1::2], strict=True))) == before


def test_only_what_differs() -> None:
    """Terms that are the same are not written."""
    after = replace(PLAIN, silent=True, resumes=date(2026, 12, 24))
    assert tuple(differing(PLAIN, after)) == ("silent", "no", "resumes", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("week", "0800"),
        ("week", ",,,,,,"),
        ("zone", "Atlantis"),
        ("zone", "../passwd"),
        ("essays", "0"),
        ("status", "blocked"),
        ("quiet", "2200"),
        ("owner", "somebody"),
    ],
)
def test_no_terms(name: str, text: str) -> None:
    """What is no term, or no value of one, is refused."""
    with pytest.raises(ValueError, match=r"."):
        with_terms(PLAIN, {name: text})


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text(name: str, text: str) -> None:
    """No other error comes of any text."""
    for one in (name, "week", "zone", "quiet", "resumes", "essays"):
        try:
            with_terms(PLAIN, {one: text})
        except ValueError:
            continue
