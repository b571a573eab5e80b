"""The complaint and the lead: what they remember and how they decide (领域)."""
