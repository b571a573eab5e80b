"""The only source of now, and of identifiers (时钟、标识符)."""
