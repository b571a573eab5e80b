"""The enforcement registry: bodies, officers, and which regulation binds whom (执法主体与人员)."""
