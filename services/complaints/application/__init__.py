"""Use cases of the complaints service, one public method per command (用例)."""
