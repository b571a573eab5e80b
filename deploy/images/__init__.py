"""What containers need: their servers' configuration, written by ``jiandu init --files-only``."""
