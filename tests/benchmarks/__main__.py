"""``python -m tests.benchmarks [--json] [P1 P2 …]``: the performance table of the suite."""

import argparse
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence

from tests.benchmarks.engines import Engines, engines, flush_microseconds
from tests.benchmarks.figure import Benchmark, Report, Size
from tests.benchmarks.registry import BENCHMARKS
from tests.benchmarks.table import announce, print_table


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for; the exit code says whether every bar was reached."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help=f"of {', '.join(BENCHMARKS)}; all without any")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--trial", action="store_true", help="tiny sizes, only to see that everything runs")
    asked = parser.parse_args(arguments)
    ids = [each.upper() for each in asked.ids] or list(BENCHMARKS)
    if unknown := [each for each in ids if each not in BENCHMARKS]:
        parser.error(f"no such figure: {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    size = Size.TRIAL if asked.trial else Size.FULL
    with engines() as servers:
        flush = flush_microseconds(servers.place)
        reports = [_report(BENCHMARKS[each], servers, size) for each in ids]
    machine = {"cores": os.cpu_count(), "disk_flush_microseconds": round(flush, 1), "size": size.value}
    if asked.json:
        figures = [report.to_dict() for report in reports]
        sys.stdout.write(json.dumps({**machine, "figures": figures}, ensure_ascii=False, indent=2) + "\n")
    else:
        print_table(reports, machine)
    return 0 if size is Size.TRIAL or all(report.is_reached for report in reports) else 1


def _report(benchmark: Benchmark, servers: Engines, size: Size) -> Report:
    load = round(os.getloadavg()[0], 2)
    announce(benchmark, load)
    began, figure, failure = time.perf_counter(), None, ""
    try:
        figure = benchmark.run(servers, size)
    except Exception as error:  # noqa: BLE001 - the other figures are measured all the same
        traceback.print_exc()
        failure = f"{type(error).__name__}: {error}"
    return Report(benchmark, figure, time.perf_counter() - began, load, failure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
