"""What the bureau publishes: calendar editions, regulation versions, answers to open questions (发布)."""
