"""What the service answers from (查询)."""
