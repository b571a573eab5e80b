"""Coordination of enforcement disputes between agencies (行政执法争议协调)."""
