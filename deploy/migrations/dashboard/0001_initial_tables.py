"""initial tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "audit_outbox",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
    )
    op.create_table(
        "clocks",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.Text(), nullable=True),
        sa.Column("is_running", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("breach_after", sa.Date(), nullable=True),
        sa.Column("yellow_on", sa.Date(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("calendar_edition", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "clock"),
    )
    op.create_table(
        "dead_letter",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("source", "position", name="dead_letter_pkey"),
    )
    op.create_table(
        "deployment",
        sa.Column("one", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("one"),
    )
    op.create_table(
        "directory_agency",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("credit_code", sa.Text(), nullable=True),
        sa.Column("intake_unit", sa.Text(), nullable=True),
        sa.Column("hotline", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("agency"),
    )
    op.create_table(
        "directory_binding",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("regulation", sa.Text(), nullable=False),
        sa.Column("bound_from", sa.Date(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("bound_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("agency", "regulation", "bound_from"),
    )
    op.create_table(
        "directory_person",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("certificate_number", sa.Text(), nullable=True),
        sa.Column("certificate_valid_until", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_index("directory_person_agency", "directory_person", ["agency"], unique=False)
    op.create_table(
        "directory_post",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("held_from", sa.Date(), nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("person", "post", "agency", "held_from", "unit"),
    )
    op.create_index("directory_post_agency", "directory_post", ["agency", "post"], unique=False)
    op.create_table(
        "events",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("metadata", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position", name="events_position_key"),
        sa.UniqueConstraint("aggregate_id", "version", name="events_version_key"),
    )
    op.create_table(
        "idempotency",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "key", name="idempotency_pkey"),
    )
    op.create_index(op.f("ix_idempotency_answered_at"), "idempotency", ["answered_at"], unique=False)
    op.create_table(
        "log_counter",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("audit_sequence", sa.BigInteger(), nullable=False),
        sa.Column("audit_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name="log_counter_one_row"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sandbox_clock",
        sa.Column("one", sa.SmallInteger(), nullable=False),
        sa.Column("offset_microseconds", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("one"),
    )
    op.create_table(
        "snapshot",
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("aggregate_id"),
    )
    op.create_table(
        "tracking",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_table(
        "work_queue",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("stage_zh", sa.Text(), nullable=True),
        sa.Column("stage_en", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("people", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("hidden_from", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("addressed", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pieces", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("case_owner_role", sa.Text(), nullable=False),
        sa.Column("case_position", sa.BigInteger(), nullable=False),
        sa.Column("is_open", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("owner_role", sa.Text(), server_default="", nullable=False),
        sa.Column("clock", sa.Text(), nullable=True),
        sa.Column("open_clocks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sort_on", sa.Date(), server_default="9999-12-31", nullable=False),
        sa.Column("yellow_on", sa.Date(), server_default="9999-12-31", nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index(
        "work_queue_addressed",
        "work_queue",
        ["addressed"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "work_queue_by_agency",
        "work_queue",
        ["agency", "sort_on", "case_id", "yellow_on"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "work_queue_by_agency_owner_role",
        "work_queue",
        ["agency", "owner_role", "sort_on", "case_id", "yellow_on"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "work_queue_by_date",
        "work_queue",
        ["sort_on", "case_id", "yellow_on"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "work_queue_by_handler",
        "work_queue",
        ["handler", "sort_on", "case_id", "yellow_on"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "work_queue_by_owner_role",
        "work_queue",
        ["owner_role", "sort_on", "case_id", "yellow_on"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "work_queue_by_procedure",
        "work_queue",
        ["procedure", "sort_on", "case_id", "yellow_on"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "work_queue_by_procedure_owner_role",
        "work_queue",
        ["procedure", "owner_role", "sort_on", "case_id", "yellow_on"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )
    op.create_index("work_queue_changes", "work_queue", ["service", "position"], unique=False)
    op.create_index(
        "work_queue_people",
        "work_queue",
        ["people"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "work_queue_pieces",
        "work_queue",
        ["pieces"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("is_open"),
    )
