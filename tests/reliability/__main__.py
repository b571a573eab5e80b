"""``make chaos``: the reliability table. ``LONG=1`` is the long form; ``--json`` for machines."""

import argparse
import asyncio
import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import structlog
from psycopg import sql

from deploy.postgres import PostgresServer
from tests.reliability import extent
from tests.reliability.conformance import conform
from tests.reliability.faults_under_load import killed, robbed
from tests.reliability.moving_time import escalated, jumped
from tests.reliability.unsteady_host import thrown
from tests.reliability.verdict import Verdict

Trial = Callable[[], Awaitable[Verdict]]
COLUMNS = ("id", "what", "done", "lost", "doubled", "out of order", "seconds", "verdict")


@contextmanager
def databases() -> Iterator[Callable[[], str]]:
    """A throw-away cluster that gives fresh databases."""
    directory = Path(tempfile.mkdtemp(prefix="jd-"))
    server, numbers = (
        PostgresServer(directory / "postgres", run_dir=directory / "run", durable=False),
        count(),
    )
    server.start()

    def fresh() -> str:
        name = f"trial_{next(numbers)}"
        with psycopg.connect(server.dsn, autocommit=True) as admin:
            admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return server.url(name, driver="psycopg")

    try:
        yield fresh
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)


def trials(seed: int, fresh: Callable[[], str]) -> dict[str, list[Trial]]:
    """Every trial by its id on the scorecard."""

    async def conforming() -> Verdict:
        return await asyncio.to_thread(conform, fresh, extent.CASES_OF_SERVICE, seed)

    return {
        "R1": [lambda: killed(extent.KILLS, seed)],
        "R2": [lambda: robbed(extent.STORES, seed)],
        "R4": [lambda: escalated(extent.CASES, seed)],
        "R5": [lambda: jumped(extent.JUMPS, seed), lambda: thrown(fresh(), seed)],
        "R7": [conforming],
    }


async def run(wanted: Sequence[str], seed: int, say: Callable[[str], None]) -> list[Verdict]:
    """Run the wanted trials one after the other."""
    found: list[Verdict] = []
    with databases() as fresh:
        every = trials(seed, fresh)
        for name in wanted or every:
            for trial in every[name]:
                say(f"{name} …")
                found.append(await trial())
                say(row(found[-1]))
    return found


def row(verdict: Verdict) -> str:
    """One line of the table."""
    numbers = (verdict.lost, verdict.doubled, verdict.disordered)
    shown = ["—" if number is None else str(number) for number in numbers]
    end = "holds" if verdict.holds else "FAILS"
    cells = (verdict.id, verdict.what, verdict.done, *shown, f"{verdict.seconds:.0f} s", end)
    return "| " + " | ".join(cells) + " |"


def table(verdicts: Sequence[Verdict]) -> str:
    """The whole table, then the first faults of what failed."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS), *map(row, verdicts)]
    faults = [f"{verdict.id}: {fault}" for verdict in verdicts for fault in verdict.faults]
    return "\n".join([*lines, *faults])


def tell(text: str) -> None:
    """Say how far it is, beside the table."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def main() -> int:
    """Run, print, and fail if anything was lost, doubled, reordered or early."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("trial", nargs="*", help="R1 R2 R4 R5 R7; all when left out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--seed", type=int, default=extent.SEED)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = time.monotonic()
    verdicts = asyncio.run(run(given.trial, given.seed, tell))
    about = {"long": extent.LONG, "seed": given.seed, "seconds": round(time.monotonic() - began)}
    if given.json:
        print(json.dumps({**about, "trials": [each.as_dict() for each in verdicts]}, ensure_ascii=False))  # noqa: T201
    else:
        form = "long form" if extent.LONG else "short form"
        print(f"{table(verdicts)}\n{form}, seed {given.seed}, {about['seconds']} s")  # noqa: T201
    return 0 if all(each.holds for each in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
