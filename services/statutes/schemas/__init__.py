"""What the law and calendar interface gives and takes (法规与历法接口的数据)."""
