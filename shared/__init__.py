"""What every service stands on: a closed list."""
