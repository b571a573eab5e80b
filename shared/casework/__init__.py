"""What services share about working on cases (办案台)."""
