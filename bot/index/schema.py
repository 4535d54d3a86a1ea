"""The tables of the index file, and what makes a file one of ours.

``words``, ``pairs``, ``characters``, ``about`` and ``keywords`` are contentless FTS5 tables
(https://www.sqlite.org/fts5.html): they hold places of words, no text. Their row number is the change of the
library that brought the essay. A row without its ``document`` is what an essay was before it changed, or was
hidden: it is passed over, and goes when the index is made anew. So nothing has to be taken out of FTS5, which
before SQLite 3.43 would need the very words that were put in.
"""

import digests.derived
import digests.folding

# For RETURNING in the store beside it (https://www.sqlite.org/lang_returning.html).
MINIMUM_SQLITE = (3, 35, 0)

# Rises when the tables, or what is put into them, change.
_LAYOUT = "6"

# Those of FTS5.
TABLES = ("words", "pairs", "characters", "about", "keywords")

# ``about`` has the terms that essays may be about, ``keywords`` those that tell them best, each as one word;
# ``keyword`` counts the rows of these.
# ``parts`` are the shorter words within long ones, apart from the text, where neighbours stay neighbours.
# The words come as digests.folding makes them: FTS5 has only to part them at the spaces. It never merges
# by itself, since then one essay may take it long; see ``bot.index.file``. ``characters`` are the
# Chinese ones of the whole essay, each once; stop words only where they stand within other words alone.
SCHEMA = (
    """
    CREATE TABLE state (
        version TEXT NOT NULL, born TEXT NOT NULL, sequence INTEGER NOT NULL, written INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE document (
        sequence INTEGER PRIMARY KEY,
        number INTEGER NOT NULL UNIQUE,
        title TEXT NOT NULL,
        title_key TEXT NOT NULL,
        author TEXT NOT NULL,
        author_key TEXT NOT NULL,
        source_key TEXT NOT NULL,
        date TEXT NOT NULL
    )
    """,
    "CREATE INDEX document_title ON document (title_key)",
    "CREATE INDEX document_author ON document (author_key, author)",
    "CREATE INDEX document_date ON document (date)",
    """
    CREATE VIRTUAL TABLE words USING fts5 (
        title, author, text, parts, content='', tokenize="ascii tokenchars '''.,+#'"
    )
    """,
    "CREATE VIRTUAL TABLE pairs USING fts5 (title, content='', tokenize='ascii')",
    """
    CREATE VIRTUAL TABLE characters USING fts5 (
        text, content='', detail=none, columnsize=0, tokenize='ascii'
    )
    """,
    *(
        f"""
        CREATE VIRTUAL TABLE {table} USING fts5 (
            terms, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '''.,+#_'"
        )
        """
        for table in ("about", "keywords")
    ),
    "CREATE VIRTUAL TABLE keyword USING fts5vocab (keywords, row)",
    *(f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', 0)" for table in TABLES),  # noqa: S608
)


def version() -> str:
    """What an index depends on besides the library: its layout, the words, the reader."""
    return f"{_LAYOUT}.{digests.folding.VERSION}.{digests.derived.VERSION}"
