"""Files that may not be used, or not even be looked at: what is in the way, and what to do."""

import errno
import os
import stat
import sys
from pathlib import Path

_DENIED = frozenset({errno.EACCES, errno.EPERM})


def why(error: OSError, path: Path | None = None) -> str:
    """What the system says; of rights that are missing whose they are, and what gives them.

    ``path`` is what was to be used, where the error does not name it itself.
    """
    said = error.strerror or str(error)
    named = Path(error.filename) if isinstance(error.filename, str) else path
    if error.errno not in _DENIED or named is None or sys.platform == "win32":
        return said
    whose, remedy = _whose(_barrier(named.absolute()))
    return f"{said}: {whose}; choose another place, or if it is the bot's: `{remedy}`"


def mode(path: Path) -> int:
    """The kind and the rights of what is there; 0 for nothing, or for what may not be looked at."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def nearest(path: Path) -> Path:
    """What is there of a path: itself, or the first folder above it."""
    whole = path.absolute()
    return next((place for place in (whole, *whole.parents) if mode(place)), whole)


def _whose(barrier: Path) -> tuple[str, str]:
    """Whose that is, and the command that opens it: for others a closed folder with all that is in it."""
    owner, mine = barrier.lstat().st_uid, os.geteuid()
    if owner == mine:
        whose = f"{barrier} belongs to {_name(mine)}, who runs this, but its rights keep its owner out, too"
        return whose, f"chmod u+rwX {barrier}"
    all_of_it = "" if os.access(barrier, os.X_OK) or not stat.S_ISDIR(mode(barrier)) else "-R "
    whose = f"{barrier} belongs to {_name(owner)}, and this runs as {_name(mine)}"
    return whose, f"chown {all_of_it}{_name(mine)} {barrier}"


def _barrier(path: Path) -> Path:
    """What is in the way: the last on the way to a file that can be looked at."""
    for place in (*reversed(path.parents), path):
        try:
            place.lstat()
        except OSError:
            return place.parent
    return path


def _name(user: int) -> str:
    try:
        import pwd

        return pwd.getpwuid(user).pw_name
    except (ImportError, KeyError):
        return str(user)
