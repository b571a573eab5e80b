"""What is written stays: the log and the audit outbox refuse every change (只增不改)."""

PROTECTED = ("events", "audit_outbox")

_REFUSE = """\
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$"""


def protect_statements() -> list[str]:
    """Return the DDL that makes the log append-only, for the owner's migration; running it twice is harmless.

    The triggers are ENABLE ALWAYS, so that a session in replica role meets them too.
    """
    return [_REFUSE, *(statement for table in PROTECTED for statement in _triggers(table))]


def _triggers(table: str) -> list[str]:
    rows, whole = f"{table}_append_only", f"{table}_no_truncate"
    return [
        f"CREATE OR REPLACE TRIGGER {rows} BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE OR REPLACE TRIGGER {whole} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {rows}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {whole}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC",
    ]
