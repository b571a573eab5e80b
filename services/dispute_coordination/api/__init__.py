"""The HTTP edge of dispute coordination (接口)."""
