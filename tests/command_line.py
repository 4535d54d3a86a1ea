"""What tests of the command line say it with."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

# Runs ``digestbot`` with these arguments; keyword arguments are settings, but for what is ``typed``.
Run = Callable[..., subprocess.CompletedProcess[str]]


def found_of_essays(run: Run, folder: Path) -> list[str]:
    """What the doctor says of the essays in a folder: state, detail, and what to do."""
    told = json.loads(run("doctor", "--json", ESSAYS=str(folder)).stdout)
    return next([one["state"], one["detail"], one["remedy"]] for one in told if one["what"] == "essays")
