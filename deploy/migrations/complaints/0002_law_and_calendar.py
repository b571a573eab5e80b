"""law and calendar."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "docket",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("procedure", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("edition_before", sa.Text(), nullable=False),
        sa.Column("edition_after", sa.Text(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("breach_before", sa.Date(), nullable=True),
        sa.Column("breach_after", sa.Date(), nullable=True),
        sa.Column("provisional_before", sa.Boolean(), nullable=False),
        sa.Column("provisional_after", sa.Boolean(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("hidden_from", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("docket_clock", "docket", ["case_id", "clock"], unique=False)
    op.create_index(op.f("ix_docket_edition_after"), "docket", ["edition_after"], unique=False)
    op.create_table(
        "docket_task",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("position", "task"),
    )
    op.create_index(
        "docket_task_open",
        "docket_task",
        ["case_id", "clock"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "recomputation",
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("examined", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("seen_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("edition"),
    )
    op.create_table(
        "statute_copy",
        sa.Column("contract", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("contract", "key"),
    )
    op.create_index("statute_copy_ordinal", "statute_copy", ["ordinal"], unique=False)
    op.add_column("clock", sa.Column("handler", sa.Text(), nullable=True))
    nobody = sa.text("'{}'::jsonb")
    told = sa.Column("told", postgresql.JSONB(), nullable=False, server_default=nobody)
    op.add_column("clock", told)
    op.alter_column("clock", "told", server_default=None)
    _fill_open_clocks()
    op.create_index("clock_position", "clock", ["position"], unique=False)


def _fill_open_clocks() -> None:
    """Clocks that run already: whose calendar counts, and day zero before an extension."""
    op.execute(
        "update clock set handler = complaint.handler from complaint where complaint.case_id = clock.case_id"
    )
    op.execute("update clock set handler = 'bureau' where procedure = 'lead'")
    op.execute(
        "update clock set started_on = (deadline::jsonb #>> '{extends,started_on}')::date "
        "where deadline::jsonb ? 'extends'"
    )
