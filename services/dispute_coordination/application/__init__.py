"""The use cases of dispute coordination (争议协调的办理)."""
