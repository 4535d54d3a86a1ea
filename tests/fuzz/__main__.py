"""``make fuzz``: random input for everything that takes input, so many seconds for each target."""

import argparse
import logging
import os
import sys
from itertools import chain
from pathlib import Path

from tests.fuzz import backups, desk, discord, essays, telegram, words
from tests.fuzz.target import Tried, run

_SECONDS = 60.0
_SHOWN, _SHOWN_OF_FINDING = 300, 3_000
_KEPT = Path(".hypothesis") / "fuzz"
_LINE = "{:14}{:>9}{:>12}{:>11.0%}{:>12.2f}"
_HEAD = "{:14}{:>9}{:>12}{:>11}{:>12}"
_MODULES = (essays, words, backups, desk, telegram, discord)


def _tell(name: str, tried: Tried) -> None:
    print(_LINE.format(name, tried.inputs, tried.steps, tried.share, tried.seconds), flush=True)
    print(f"    nearest to its bound: {tried.nearest[:_SHOWN]}", flush=True)
    print(f"    slowest: {tried.slowest[:_SHOWN]}", flush=True)
    if tried.finding:
        _KEPT.mkdir(parents=True, exist_ok=True)
        kept = _KEPT / f"{name}.txt"
        kept.write_text(f"{tried.failing!r}\n{tried.finding}", encoding="utf-8", errors="backslashreplace")
        print(f"    FOUND, whole in {kept}\n{tried.finding[-_SHOWN_OF_FINDING:]}", flush=True)


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help="only these, else all")
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("SECONDS") or _SECONDS))
    parser.add_argument("--seed", type=int, default=1, help="other inputs for another one")
    options = parser.parse_args()
    # What is logged is looked at by the targets that have to do with it.
    logging.getLogger().addHandler(logging.NullHandler())
    found = 0
    print(_HEAD.format("", "inputs", "most steps", "of bound", "seconds"))
    for target in chain.from_iterable(module.targets() for module in _MODULES):
        if not options.targets or target.name in options.targets:
            try:
                tried = run(target, options.seconds, options.seed)
            finally:
                target.close()
            _tell(target.name, tried)
            found += bool(tried.finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(_main())
