"""Writes the pictures of conversations: as SVG, which tests compare, and as PNG, which README.md shows."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parents[1] / "stories" / "pictures"


def write(names: Iterable[str], svg: Callable[[str], str]) -> None:
    """Write the SVG of every picture and, where ``rsvg-convert`` (of librsvg) is installed, the PNG."""
    convert = shutil.which("rsvg-convert")
    for name in names:
        source = PICTURES / f"{name}.svg"
        source.write_text(svg(name), encoding="utf-8")
        if convert:
            drawn = source.with_suffix(".png")
            subprocess.run([convert, "--output", drawn, source], check=True)
            # Letters on flat colours need no more than a palette.
            with Image.open(drawn) as picture:
                picture.convert("RGB").quantize().save(drawn, optimize=True)
    if not convert:
        sys.stderr.write("rsvg-convert is not installed: the PNG pictures are as they were\n")
