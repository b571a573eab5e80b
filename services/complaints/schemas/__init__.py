"""What the interface takes and gives (接口数据)."""
