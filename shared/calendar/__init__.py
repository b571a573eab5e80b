"""Days that count, and the dates that follow from them (历法与期限)."""
