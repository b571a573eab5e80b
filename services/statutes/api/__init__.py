"""The law and the calendar over HTTP (法规与历法接口)."""
