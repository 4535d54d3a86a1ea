"""What is counted, and how Prometheus is told."""

from bot.metrics import Metric, Metrics, Sample, Type, exposition


def lines(metrics: Metrics) -> list[str]:
    """What is told of it, but for the explanations."""
    return [line for line in exposition(metrics.counted()).splitlines() if not line.startswith("#")]


def test_counts() -> None:
    """Each platform has counts of its own."""
    metrics = Metrics()
    for platform in ("telegram", "discord", "telegram"):
        metrics.came(platform)
    metrics.slowed("discord")
    assert lines(metrics) == [
        'digestbot_updates_total{platform="discord"} 1',
        'digestbot_updates_total{platform="telegram"} 2',
        'digestbot_too_many_calls_total{platform="discord"} 1',
    ]


def test_before_anything_happens() -> None:
    """What may happen on a platform that is served is told of before it does, and counts on from there."""
    metrics = Metrics()
    metrics.expect(["telegram"], ["help", "error"])
    before = dict(line.rsplit(" ", 1) for line in lines(metrics))
    assert set(before.values()) == {"0"}
    metrics.answered("telegram", "error", 0.2)
    metrics.slowed("telegram")
    metrics.came("telegram")
    after = dict(line.rsplit(" ", 1) for line in lines(metrics))
    assert after.keys() == before.keys()
    assert after['digestbot_answers_total{platform="telegram",kind="error"}'] == "1"
    assert after['digestbot_answers_total{platform="telegram",kind="help"}'] == "0"
    assert after['digestbot_too_many_calls_total{platform="telegram"}'] == "1"


def test_durations() -> None:
    """Of each bound the answers are counted that took no longer; all are counted in the end."""
    metrics = Metrics()
    for seconds in (0.01, 0.5, 0.75, 60):
        metrics.answered("telegram", "summary", seconds)
    found = dict(line.rsplit(" ", 1) for line in lines(metrics))
    assert found['digestbot_answers_total{platform="telegram",kind="summary"}'] == "4"
    bounds = {key.split('le="')[1][:-2]: int(count) for key, count in found.items() if "_bucket" in key}
    assert bounds["0.01"] == 1
    assert bounds["0.5"] == 2
    assert bounds["1.0"] == 3
    assert bounds["10.0"] == 3
    assert bounds["+Inf"] == int(found['digestbot_answer_seconds_count{platform="telegram"}']) == 4
    assert found['digestbot_answer_seconds_sum{platform="telegram"}'] == "61.26"


def test_form() -> None:
    """Every metric is explained, and a label says what it says whatever is in it."""
    metric = Metric("a", Type.GAUGE, "What it is.", (Sample(1.5, {"b": 'x"\\\n'}), Sample(1234567890123)))
    assert exposition([metric]) == (
        '# HELP a What it is.\n# TYPE a gauge\na{b="x\\"\\\\\\n"} 1.5\na{} 1234567890123\n'
    )
