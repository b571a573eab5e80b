"""What runs in a killed process: a service exactly as the stack runs it, in one of its roles."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection

from deploy.forking import Placement, serve_forked
from deploy.process import die_with_parent, die_with_reader


@dataclass(frozen=True)
class Given:
    """One process of the small suite."""

    placement: Placement
    environment: Mapping[str, str]


def serve(given: Given, output: Connection) -> None:
    """The life of one process."""
    os.environ.update(given.environment)
    if given.placement.service != "witness":
        serve_forked(given.placement, output)
        return
    os.setsid()
    die_with_parent()
    for number in (1, 2):
        os.dup2(output.fileno(), number)
    output.close()
    die_with_reader(1)
    _serve_witness(given.placement)


def _serve_witness(placement: Placement) -> None:
    import uvicorn

    from deploy.serving import placed_settings
    from shared.web.assembly import create_app
    from tests.reliability.witness import DEFINITION

    settings = placed_settings(placement)
    app = create_app(DEFINITION, settings)
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False)
