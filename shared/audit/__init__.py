"""Signed, numbered audit entries at their source (审计)."""
