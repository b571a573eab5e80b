"""What people are told, and how it reaches them (提醒、送信)."""
