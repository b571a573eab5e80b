"""Complaint intake over HTTP, beside doing nothing (P1) and beside the library's recorder (P2).

32 clients on loopback, one uvicorn worker with uvloop and httptools, PostgreSQL with ``fsync`` on. The rounds
of what is compared alternate, and each round brings new complainants. Every round is measured once on the
disk as it is and once as if a flush took 1 ms.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count

from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size, ratios
from tests.benchmarks.intake_server import INTAKE, NOTHING, Seat, seat, serving
from tests.benchmarks.load import Answers, Order, play

CLIENTS = 32
ROUNDS = 3
SECONDS = 4
OWN, LIBRARY, EVENT_ONLY = "own", "library", "library, event only"
STRIDE = 200_000
"""So many people are set aside for each round."""


@dataclass
class Rounds:
    """The answers per second and the slowest answers of one contestant, round by round."""

    per_second: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    load_share: float = 0.0

    def add(self, answers: Answers) -> None:
        """Keep a round."""
        self.per_second.append(answers.per_second)
        self.p99_ms.append(answers.p99_ms)
        self.load_share = max(self.load_share, answers.client_cpu_share)


Contest = Mapping[str, tuple[Seat, str]]
"""Contestants by name: the server to ask, and the path."""


def _played(servers: Engines, contest: Contest, size: Size, first: Iterator[int]) -> dict[str, Rounds]:
    seconds, warm_up = (SECONDS, 1.0) if size is Size.FULL else (2, 0.5)
    found = {name: Rounds() for name in contest}
    for _ in range(size.of(ROUNDS, 1)):
        for name, (place, path) in contest.items():
            servers.checkpoint()
            found[name].add(play(Order(place.port, path, CLIENTS, seconds, warm_up, next(first))))
    return found


def _both_disks(
    servers: Engines, contest: Contest, size: Size
) -> tuple[dict[str, Rounds], dict[str, Rounds]]:
    first = count(1, STRIDE)
    as_it_is = _played(servers, contest, size, first)
    with servers.slow_disk():
        return as_it_is, _played(servers, contest, size, first)


def _seats(servers: Engines, logs: Sequence[str], open_: ExitStack) -> dict[str, Seat]:
    return {
        log: open_.enter_context(serving(seat(servers.database(), str(servers.directory("objects")), log)))
        for log in logs
    }


def intake_beside_nothing(servers: Engines, size: Size) -> Figure:
    """P1: event, read models, clock, sealed values, audit entry and kept answer, against parsing alone."""
    with ExitStack() as open_:
        place = _seats(servers, (OWN,), open_)[OWN]
        contest = {"intake": (place, INTAKE), "nothing": (place, NOTHING)}
        disk, slow = _both_disks(servers, contest, size)
    intake, nothing = disk["intake"], disk["nothing"]
    bar = Bar(0.12, 0.35)
    return Figure(
        [
            Line("intake ÷ do-nothing POST", ratios(intake.per_second, nothing.per_second), "×", bar),
            Line("intake", intake.per_second, "requests/s"),
            Line("intake, slowest of a hundred", intake.p99_ms, "ms"),
            Line("do-nothing POST", nothing.per_second, "requests/s"),
            Line(
                "flush 1 ms: intake ÷ do-nothing",
                ratios(slow["intake"].per_second, slow["nothing"].per_second),
                "×",
            ),
            Line("flush 1 ms: intake", slow["intake"].per_second, "requests/s"),
        ],
        [
            "The do-nothing POST parses the same body by the same model behind the same layers and answers.",
            f"32 clients in one process, which used up to {nothing.load_share:.0%} of a core; all share the"
            " machine's cores with PostgreSQL and the worker.",
        ],
    )


def intake_beside_the_library(servers: Engines, size: Size) -> Figure:
    """P2: the same endpoint with the library's recorder in the place of the suite's log."""
    with ExitStack() as open_:
        seats = _seats(servers, (OWN, LIBRARY, EVENT_ONLY), open_)
        contest = {log: (place, INTAKE) for log, place in seats.items()}
        disk, slow = _both_disks(servers, contest, size)
    bar = Bar(2.5, 8)
    own, library, alone = (disk[name] for name in (OWN, LIBRARY, EVENT_ONLY))
    return Figure(
        [
            Line("own log ÷ library, same rows", ratios(own.per_second, library.per_second), "×", bar),
            Line("own log ÷ library, event only", ratios(own.per_second, alone.per_second), "×"),
            Line("own log", own.per_second, "requests/s"),
            Line("library, same rows", library.per_second, "requests/s"),
            Line("library, event only", alone.per_second, "requests/s"),
            Line(
                "flush 1 ms: own ÷ library, same rows",
                ratios(slow[OWN].per_second, slow[LIBRARY].per_second),
                "×",
                bar,
            ),
            Line(
                "flush 1 ms: own ÷ library, event only",
                ratios(slow[OWN].per_second, slow[EVENT_ONLY].per_second),
                "×",
            ),
            Line("flush 1 ms: own log", slow[OWN].per_second, "requests/s"),
            Line("flush 1 ms: library, same rows", slow[LIBRARY].per_second, "requests/s"),
        ],
        [
            "The same application, endpoint, look-ups, sealing and decision; only the log differs."
            " 'Same rows': PostgresApplicationRecorder of eventsourcing with all rows of the command in the"
            " recorder's transaction and pipeline, before its table lock. 'Event only': its event and nothing"
            " else, so no read model, clock, sealed value, audit entry or kept answer is written.",
            "The recorder runs in threads over a pool of connections, as its synchronous interface asks.",
        ],
    )
