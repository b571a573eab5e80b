"""The dispute between agencies: what it remembers and how it decides (领域)."""
