"""How much is tried: the short form in every run of the tests, the long one with ``JIANDU_CHAOS_LONG=1``."""

import os

LONG = os.environ.get("JIANDU_CHAOS_LONG", "") not in {"", "0"}
SEED = int(os.environ.get("JIANDU_CHAOS_SEED", "2026"))
KILLS = 500 if LONG else 60
STORES = 20 if LONG else 4
CASES_OF_SERVICE = 2_400 if LONG else 200
CASES = 60 if LONG else 12
JUMPS = 100 if LONG else 8
