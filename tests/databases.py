"""What tests see of databases and of folders of files."""

import sqlite3
from contextlib import closing
from pathlib import Path


def titles(path: Path) -> list[str]:
    """The titles in a database."""
    with closing(sqlite3.connect(path)) as other:
        return [title for (title,) in other.execute("SELECT title FROM essay ORDER BY number")]


def made(folder: Path) -> list[str]:
    """What lies in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())
