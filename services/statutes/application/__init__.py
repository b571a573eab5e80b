"""What can be done to the law and the calendar, one public method per command (办理)."""
