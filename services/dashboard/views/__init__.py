"""The workbench's own read model: the work queue over all services (待办队列)."""
