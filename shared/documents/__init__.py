"""Official documents: kinds, contents and renderings of letters (公文与文书)."""
