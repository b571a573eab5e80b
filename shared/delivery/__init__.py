"""Service of documents: methods, conditions, evidence, the receipt (文书送达)."""
