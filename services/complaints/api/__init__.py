"""HTTP edge of the complaints service: translation only (接口)."""
