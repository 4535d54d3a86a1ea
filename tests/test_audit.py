"""What the report of an audit means."""

import pytest

from tests.tools.audit import verdict

SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
PASSED_OVER = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "says"),
    [
        ([SOUND], 0, "no weakness is known in 1 packages"),
        ([SOUND, WEAK], 1, "b 2: PYSEC-1, mended in 2.1"),
        ([WEAK, PASSED_OVER], 1, "PYSEC-1"),
        ([SOUND, PASSED_OVER], 3, "1 packages were looked up, 1 were not"),
        ([PASSED_OVER], 3, "not found out"),
        ([], 3, "not found out"),
    ],
)
def test_verdict(packages: list[dict[str, object]], code: int, says: str) -> None:
    """What could not be looked up is not taken for sound."""
    found = verdict({"dependencies": packages})
    assert found.code == code
    assert says in str(found)
