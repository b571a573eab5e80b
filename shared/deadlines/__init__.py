"""Open clocks of cases and what happens as they run out (办理计时、预警、催办)."""
