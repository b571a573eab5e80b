"""The event log of a service (事件日志)."""
