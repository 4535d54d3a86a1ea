"""The tables, for every kind of database.

``REVISIONS`` names the migrations in ``migrations/versions`` from the oldest to the newest, so that
a start can tell an up-to-date database from an older or a newer one without loading Alembic.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

REVISIONS = ("0001", "0002", "0003", "0004", "0005")

# SQLite only makes a column the table's own row number when its type is spelled INTEGER.
RowNumber = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite keeps no zone, so it is taken off and put on again here."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The naive time in UTC that is kept; ``ValueError`` for a time without a zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time as it was given, in UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


# Every constraint has a name, because a migration can only change what it can name.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

content = Table(
    "content",
    metadata,
    Column("hash", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

derived = Table(
    "derived",
    metadata,
    Column("hash", String, ForeignKey(content.c.hash, ondelete="CASCADE"), primary_key=True),
    Column("version", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# ``day`` is what /latest goes by: the essay's own date, else the day it was added.
# ``size``, ``modified_ns``, ``inode``, ``problem`` and ``reader`` describe the file as it was last looked at,
# which may be later than the text that is kept: a file that turned bad keeps its last good text.
# ``changed`` numbers, over the whole library, the last change that a search has to know of.
essay = Table(
    "essay",
    metadata,
    Column("number", RowNumber, primary_key=True, autoincrement=False),
    Column("collection", String, nullable=False),
    Column("key", String, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("content_hash", String, ForeignKey(content.c.hash), nullable=False, index=True),
    Column("added_at", Instant, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("problem", String, nullable=False),
    Column("reader", String, nullable=False),
    Column("title", String, nullable=False),
    Column("author", String),
    Column("date", Date),
    Column("source", String),
    Column("characters", BigInteger, nullable=False),
    Column("language", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("changed", BigInteger, nullable=False, server_default="0"),
    Column("inode", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("collection", "key"),
)
Index(None, essay.c.day, essay.c.number)
Index(None, essay.c.changed)

essay_version = Table(
    "essay_version",
    metadata,
    Column("number", BigInteger, ForeignKey(essay.c.number), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("content_hash", String, nullable=False),
    Column("at", Instant, nullable=False),
)

# Files that are no essays: those with a problem cannot be read, the others are copies of essays.
refused_file = Table(
    "refused_file",
    metadata,
    Column("collection", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("problem", String, nullable=False),
    Column("reader", String, nullable=False),
    Column("inode", BigInteger, nullable=False, server_default="0"),
)

preference = Table(
    "preference",
    metadata,
    Column("scope", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

bookmark = Table(
    "bookmark",
    metadata,
    Column("person", String, primary_key=True),
    Column("number", BigInteger, ForeignKey(essay.c.number), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("block", BigInteger, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)
Index(None, bookmark.c.person, bookmark.c.at)

saved = Table(
    "saved",
    metadata,
    Column("person", String, primary_key=True),
    Column("number", BigInteger, ForeignKey(essay.c.number), primary_key=True),
    Column("quote", String, primary_key=True),
    Column("block", BigInteger),
    Column("start", BigInteger),
    Column("end", BigInteger),
    Column("saved_at", Instant, nullable=False),
)

shown = Table(
    "shown",
    metadata,
    Column("chat", String, primary_key=True),
    Column("number", BigInteger, ForeignKey(essay.c.number), primary_key=True),
)

last_essay = Table(
    "last_essay",
    metadata,
    Column("chat", String, primary_key=True),
    Column("number", BigInteger, ForeignKey(essay.c.number), nullable=False),
)

digest = Table(
    "digest",
    metadata,
    Column("chat", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("number", BigInteger, ForeignKey(essay.c.number), nullable=False),
)

action = Table(
    "action",
    metadata,
    Column("key", String, primary_key=True),
    Column("data", String, nullable=False),
    Column("kept_at", Instant, nullable=False, index=True),
)

# ``platform`` is that of the chat, so that what is due there is found by one look into the index. Numbers are
# never used again: what was posted bears them.
subscription = Table(
    "subscription",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("chat", String, nullable=False, unique=True),
    Column("platform", String, nullable=False),
    Column("home", String, nullable=False),
    Column("owner", String, nullable=False, index=True),
    Column("week", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("quiet", String, nullable=False),
    Column("resumes", Date),
    Column("topics", String, nullable=False),
    Column("essays", BigInteger, nullable=False),
    Column("length", String, nullable=False),
    Column("language", String),
    Column("silent", Boolean, nullable=False),
    Column("mention", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("status", String, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("why", String, nullable=False),
    Column("served", Date),
    Column("reckoned", Instant, nullable=False),
    Column("next_at", Instant),
    Column("empty", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
_active = subscription.c.status == "active"
Index(
    None,
    subscription.c.platform,
    subscription.c.next_at,
    sqlite_where=_active,
    postgresql_where=_active,
)

# What was in the digest of a day, and where in it.
given = Table(
    "given",
    metadata,
    Column("subscription", BigInteger, ForeignKey(subscription.c.id, ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("number", BigInteger, ForeignKey(essay.c.number), primary_key=True),
    Column("place", BigInteger, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("subscription", BigInteger, ForeignKey(subscription.c.id, ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("part", BigInteger, nullable=False),
    Column("platform", String, nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("try_at", Instant, nullable=False),
    Column("began_at", Instant),
    Column("settled_at", Instant),
    Column("attempts", BigInteger, nullable=False, server_default="0"),
    Column("epoch", BigInteger, nullable=False, server_default="0"),
    Column("message", String, nullable=False, server_default=""),
    Column("thread", String, nullable=False, server_default=""),
    Column("why", String, nullable=False, server_default=""),
    UniqueConstraint("subscription", "day", "part"),
    sqlite_autoincrement=True,
)
for _state, _columns in {
    "pending": (delivery.c.platform, delivery.c.try_at, delivery.c.id),
    "sending": (delivery.c.platform, delivery.c.epoch),
}.items():
    _where = delivery.c.state == _state
    Index(None, *_columns, sqlite_where=_where, postgresql_where=_where)
_settled = delivery.c.settled_at.is_not(None)
Index(None, delivery.c.settled_at, sqlite_where=_settled, postgresql_where=_settled)

# Who sends on a platform: whoever took it last.
reign = Table(
    "reign",
    metadata,
    Column("platform", String, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("since", Instant, nullable=False),
)
