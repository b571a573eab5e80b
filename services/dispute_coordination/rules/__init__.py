"""One pure function per rule of law (法规规则)."""
