"""An invented district and a year in it, through the public API (演示数据)."""
