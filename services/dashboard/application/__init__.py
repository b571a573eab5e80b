"""What the pages ask other services for, as the signed-in person."""
