"""Personal data: sealed, masked, revealed with a reason (个人信息保护)."""
