"""Complaints and reports about enforcement (投诉举报)."""
