"""The plot of it: memory, waits and messages over time, with the troubles."""

from collections import defaultdict
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from statistics import median

from tests.soak.measuring import Result, quantile

_BIN = 10.0


def draw(result: Result, troubles: Sequence[tuple[float, str]], path: Path) -> None:
    """Write it as a PNG."""
    # It is there where benchmarks are run.
    import_module("matplotlib").use("Agg")
    pyplot = import_module("matplotlib.pyplot")
    figure, (top, middle, bottom) = pyplot.subplots(3, 1, sharex=True, figsize=(11, 9), layout="constrained")
    minutes = [(sample.at - result.began) / 60 for sample in result.samples]
    warm = (result.warm - result.began) / 60
    memory = [sample.memory for sample in result.samples]
    top.plot(minutes, memory, color="tab:blue")
    top.set(ylabel="memory, MB", title=f"memory {result.slope:+.2f} MB in ten minutes after the warm-up")
    for platform, colour in (("telegram", "tab:cyan"), ("discord", "tab:purple")):
        bins = _binned(result, platform)
        times = [time for time, _ in bins]
        late = [1000 * quantile(waits, 95) for _, waits in bins]
        middle.plot(times, late, color=colour, label=f"{platform}, 95th percentile")
        middle.plot(
            times,
            [1000 * median(waits) for _, waits in bins],
            "--",
            color=colour,
            label=f"{platform}, median",
        )
    first, second = result.late
    middle.set(ylabel="wait for an answer, ms", yscale="log")
    middle.set_title(
        f"95th percentile {1000 * first:.0f} ms in the first half, {1000 * second:.0f} ms in the second"
    )
    middle.legend(loc="upper right", ncols=2, fontsize="small")
    rate = [
        (after.posted - before.posted) / (after.at - before.at) for before, after in pairwise(result.samples)
    ]
    used = [
        100 * (after.cpu - before.cpu) / (after.at - before.at) for before, after in pairwise(result.samples)
    ]
    bottom.plot(minutes[1:], rate, color="tab:green", label="messages posted in a second")
    bottom.plot(minutes[1:], used, color="tab:orange", linewidth=0.8, label="CPU, % of a core")
    bottom.vlines([(at - result.began) / 60 for at, _ in troubles], 0, 4, color="tab:red", label="trouble")
    bottom.set(xlabel="minutes")
    bottom.legend(loc="upper right", ncols=3, fontsize="small")
    for axes in (top, middle, bottom):
        axes.axvspan(0, warm, color="0.92", label="warm-up")
        axes.grid(visible=True, alpha=0.3)
        axes.margins(x=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def _binned(result: Result, platform: str) -> list[tuple[float, list[float]]]:
    """The waits of each ten seconds, and their middle in minutes."""
    bins: dict[int, list[float]] = defaultdict(list)
    for wait in result.waits:
        if wait.platform == platform and wait.seconds is not None:
            bins[int((wait.asked - result.began) // _BIN)].append(wait.seconds)
    return [((place + 0.5) * _BIN / 60, waits) for place, waits in sorted(bins.items()) if len(waits) > 1]
