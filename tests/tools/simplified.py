"""Makes ``digests/simplified.py`` from OpenCC's character table (``make texts``).

Done when the project is built, because OpenCC is not needed at run time for characters alone.
"""

from pathlib import Path

from opencc import OpenCC

CHECKOUT = Path(__file__).parents[2]
MODULE = CHECKOUT / "digests" / "simplified.py"
_HAN = ((0x2E80, 0x2FE0), (0x3400, 0xA000), (0xF900, 0xFB00))
_IN_A_LINE = 48
_HEADER = '''\
"""Traditional characters and what each is in simplified writing; made by ``make texts``, never by hand.

From the character table of OpenCC's ``t2s`` (https://github.com/BYVoid/OpenCC, Apache-2.0). One character
is always one character, so that places in a text hold.
"""

'''


def module() -> str:
    """The module's text."""
    convert = OpenCC("t2s").convert
    characters = [chr(code) for first, end in _HAN for code in range(first, end)]
    pairs = [(one, str(convert(one))) for one in characters]
    changed = [(one, other) for one, other in pairs if one != other and len(other) == 1 and other <= "\uffff"]
    traditional, simplified = ("".join(side) for side in zip(*changed, strict=True))
    return f"{_HEADER}{_constant('TRADITIONAL', traditional)}\n{_constant('SIMPLIFIED', simplified)}"


def _constant(name: str, text: str) -> str:
    lines = [text[start : start + _IN_A_LINE] for start in range(0, len(text), _IN_A_LINE)]
    return f"{name} = (\n" + "".join(f'    "{line}"\n' for line in lines) + ")\n"


if __name__ == "__main__":
    MODULE.write_text(module(), encoding="utf-8")
