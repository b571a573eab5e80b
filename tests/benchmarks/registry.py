"""The figures that are measured, by their numbers on the scorecard."""

from tests.benchmarks.due_dates import due_dates
from tests.benchmarks.effects import commit_to_effect
from tests.benchmarks.figure import Benchmark
from tests.benchmarks.intake import intake_beside_nothing, intake_beside_the_library
from tests.benchmarks.letters import letters
from tests.benchmarks.messaging import relay_and_consumer
from tests.benchmarks.queue_pages import work_queue
from tests.benchmarks.rebuilding import rebuild
from tests.benchmarks.recomputing import recompute
from tests.benchmarks.starting import clean_clone
from tests.benchmarks.sweeping import sweep

_ALL = (
    Benchmark("P1", "complaint intake over HTTP, 32 clients, one worker", intake_beside_nothing),
    Benchmark("P2", "intake beside the eventsourcing library's recorder", intake_beside_the_library),
    Benchmark("P3", "commit in one service, effect in another, 300 a second", commit_to_effect),
    Benchmark("P4", "relay, and consumer in batches", relay_and_consumer),
    Benchmark("P5", "rebuild of the complaints read models", rebuild),
    Benchmark("P6", "sweeper: 10,000 due among 1,000,000 open clocks", sweep),
    Benchmark("P7", "a new calendar edition over 1,000,000 open clocks", recompute),
    Benchmark("P8", "work queue with any filter at 1,000,000 cases", work_queue),
    Benchmark("P9", "due dates", due_dates),
    Benchmark("P11", "make run from a clean clone, second start, memory", clean_clone),
    Benchmark("P12", "a letter as PDF", letters),
)
BENCHMARKS = {each.id: each for each in _ALL}
