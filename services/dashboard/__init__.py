"""The workbench of the bureau and the public pages (工作台)."""
