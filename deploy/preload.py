"""What the fork server imports once, so that every service starts with it."""

import contextlib
import gc
import importlib
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from deploy import forking, initialise, serving  # noqa: F401  # the variable must come first
from deploy.services import service_names

for _name in service_names():
    with contextlib.suppress(Exception):  # the service's own process will say what is wrong with it
        importlib.import_module(f"services.{_name}.main")

gc.freeze()  # the collector leaves what all share alone: no child copies it, no pause looks through it
