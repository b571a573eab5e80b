"""The bureau's work, one package per procedure."""
