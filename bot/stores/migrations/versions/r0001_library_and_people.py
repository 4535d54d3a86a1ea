"""The library, and what is kept of people and chats."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "action",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_action"),
    )
    op.create_index("ix_action_kept_at", "action", ["kept_at"], unique=False)
    op.create_table(
        "content",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_content"),
    )
    op.create_table(
        "preference",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name", name="pk_preference"),
    )
    op.create_table(
        "refused_file",
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("collection", "key", name="pk_refused_file"),
    )
    op.create_table(
        "derived",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["hash"], ["content.hash"], name="fk_derived_hash", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_derived"),
    )
    op.create_table(
        "essay",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_essay"),
        sa.UniqueConstraint("collection", "key", name="uq_essay_collection_key"),
        sa.ForeignKeyConstraint(["content_hash"], ["content.hash"], name="fk_essay_content_hash"),
    )
    op.create_index("ix_essay_content_hash", "essay", ["content_hash"], unique=False)
    op.create_index("ix_essay_day_number", "essay", ["day", "number"], unique=False)
    op.create_table(
        "bookmark",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["essay.number"], name="fk_bookmark_number"),
        sa.PrimaryKeyConstraint("person", "number", name="pk_bookmark"),
    )
    op.create_index("ix_bookmark_person_at", "bookmark", ["person", "at"], unique=False)
    op.create_table(
        "essay_version",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["essay.number"], name="fk_essay_version_number"),
        sa.PrimaryKeyConstraint("number", "version", name="pk_essay_version"),
    )
    op.create_table(
        "last_essay",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["essay.number"], name="fk_last_essay_number"),
        sa.PrimaryKeyConstraint("chat", name="pk_last_essay"),
    )
    op.create_table(
        "saved",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["essay.number"], name="fk_saved_number"),
        sa.PrimaryKeyConstraint("person", "number", "quote", name="pk_saved"),
    )
    op.create_table(
        "shown",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["essay.number"], name="fk_shown_number"),
        sa.PrimaryKeyConstraint("chat", "number", name="pk_shown"),
    )
