"""The law and the calendar for everybody: regulations, rules, open questions, the calculator (法规与历法)."""
