"""The HTTP edge of identity."""
