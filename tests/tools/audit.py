"""Looks for known weaknesses in all that is pinned, and lists what is installed to run the bot.

Run as ``python -m tests.tools.audit FOLDER``, which has the programs of ``requirements/audit.txt``. The
list is a CycloneDX SBOM (https://cyclonedx.org/specification/overview), in ``dist/sbom.json``. The exit code
is 0 if no weakness is known, 1 if one is, and 3 if that could not be found out for every pin: pip-audit
itself calls it a success when the service knows none of the packages.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

CHECKOUT = Path(__file__).parents[2]
_PINS = ("run", "build", "dev", "bench", "audit")
_CLEAN, _WEAK, _UNKNOWN = 0, 1, 3
_SBOM = Path("dist") / "sbom.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of some pins: how many were looked up, which were not, and the weaknesses."""

    known: int
    unknown: Sequence[str]
    weak: Sequence[str]

    @property
    def code(self) -> int:
        """The exit code; nothing looked up is nothing found out."""
        if self.weak:
            return _WEAK
        return _CLEAN if self.known and not self.unknown else _UNKNOWN

    def __str__(self) -> str:
        if self.weak:
            return "\n".join(("weaknesses are known:", *self.weak))
        if self.code == _CLEAN:
            return f"no weakness is known in {self.known} packages"
        return f"not found out: {self.known} packages were looked up, {len(self.unknown) or 'all'} were not"


def verdict(report: Mapping[str, Any]) -> Verdict:
    """What a report of pip-audit (``--format json``) says."""
    packages = report["dependencies"]
    known = [package for package in packages if "vulns" in package]
    weak = [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version'}"
        for package in known
        for weakness in package["vulns"]
    ]
    return Verdict(len(known), [package["name"] for package in packages if "vulns" not in package], weak)


def audit(programs: Path, pins: str) -> Verdict:
    """What is known of the pins in a file of ``requirements/``."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        looking = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
        files = ["--output", str(report), "--requirement", str(CHECKOUT / "requirements" / f"{pins}.txt")]
        done = subprocess.run(
            [programs / "pip-audit", *looking, *files], capture_output=True, text=True, check=False
        )
        if report.is_file():
            return verdict(msgspec.json.decode(report.read_bytes()))
        print(done.stderr.strip().rpartition("\n")[2], file=sys.stderr)
        return Verdict(0, (), ())


def list_parts(programs: Path) -> None:
    """Write the SBOM, which is checked against the schema of its format."""
    (CHECKOUT / _SBOM).parent.mkdir(exist_ok=True)
    telling = ["--pyproject", "pyproject.toml", "--output-reproducible", "--short-PURLs"]
    making = [str(programs / "cyclonedx-py"), "requirements", "requirements/run.txt", *telling]
    subprocess.run(
        [*making, "--validate", "--output-file", str(_SBOM)],
        cwd=CHECKOUT,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def main(folder: str) -> int:
    """Tell of each file of pins, and write the list; the exit code."""
    programs = Path(folder).absolute()
    list_parts(programs)
    print(f"{_SBOM}: written")
    codes = set[int]()
    for pins in _PINS:
        found = audit(programs, pins)
        codes.add(found.code)
        print(f"requirements/{pins}.txt: {found}")
    return next(code for code in (_WEAK, _UNKNOWN, _CLEAN) if code in codes)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
