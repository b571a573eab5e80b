"""Contracts: the only way services meet (服务间契约)."""
