"""Subscriptions, and the deliveries that come of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "reign",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("platform", name="pk_reign"),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("quiet", sa.String(), nullable=False),
        sa.Column("resumes", sa.Date(), nullable=True),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("essays", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("mention", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("changed", sa.DateTime(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("served", sa.Date(), nullable=True),
        sa.Column("reckoned", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("empty", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint("chat", name="uq_subscription_chat"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscription_owner", "subscription", ["owner"], unique=False)
    _partial_index(
        "ix_subscription_platform_next_at", "subscription", ["platform", "next_at"], "status = 'active'"
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subscription", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("try_at", sa.DateTime(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("message", sa.String(), server_default="", nullable=False),
        sa.Column("thread", sa.String(), server_default="", nullable=False),
        sa.Column("why", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("subscription", "day", "part", name="uq_delivery_subscription_day_part"),
        sa.ForeignKeyConstraint(
            ["subscription"], ["subscription.id"], name="fk_delivery_subscription", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_due_at", "delivery", ["due_at"], unique=False)
    _partial_index("ix_delivery_platform_epoch", "delivery", ["platform", "epoch"], "state = 'sending'")
    _partial_index(
        "ix_delivery_platform_try_at_id", "delivery", ["platform", "try_at", "id"], "state = 'pending'"
    )
    _partial_index("ix_delivery_settled_at", "delivery", ["settled_at"], "settled_at IS NOT NULL")
    op.create_table(
        "given",
        sa.Column("subscription", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription"], ["subscription.id"], name="fk_given_subscription", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["number"], ["essay.number"], name="fk_given_number"),
        sa.PrimaryKeyConstraint("subscription", "number", name="pk_given"),
    )
    op.create_index("ix_given_subscription_day", "given", ["subscription", "day"], unique=False)


def _partial_index(name: str, table: str, columns: Sequence[str], where: str) -> None:
    """An index of the rows for which this holds."""
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
