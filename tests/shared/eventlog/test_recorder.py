"""The log keeps what the event sourcing library asks of a recorder: its published test cases."""

from collections.abc import Iterator

import pytest
from eventsourcing.persistence import AggregateRecorder
from eventsourcing.tests import persistence

from tests.shared.eventlog.recorder import LogRecorder, SilentRecorder


class OnDatabase:
    recorder: LogRecorder

    @pytest.fixture(autouse=True)
    def _over_a_fresh_database(self, database: str) -> Iterator[None]:
        self.recorder = LogRecorder(database)
        yield
        self.recorder.close()

    def create_recorder(self) -> LogRecorder:
        return self.recorder


class TestAggregateRecorder(OnDatabase, persistence.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:  # type: ignore[override]
        return SilentRecorder(self.recorder)


class TestApplicationRecorder(OnDatabase, persistence.ApplicationRecorderTestCase[LogRecorder]):
    pass


class TestTrackingRecorder(OnDatabase, persistence.TrackingRecorderTestCase):
    pass


class TestProcessRecorder(OnDatabase, persistence.ProcessRecorderTestCase):
    pass


class TestPositionsDoNotInterleave(OnDatabase, persistence.NonInterleavingNotificationIDsBaseCase):
    insert_num = 500
