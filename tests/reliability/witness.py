"""A follower that only writes down what it heard, row by row: a doubled or reordered message cannot hide."""

from sqlalchemy import BigInteger, Column, Identity, Integer, MetaData, Table, Text, insert

from shared.bus.effects import Effects, Subscription
from shared.contracts.envelope import Envelope
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.tables import log_tables
from shared.web.service import Parts, Runtime, ServiceDefinition

WITNESS = "witness"
METADATA = MetaData()
log_tables(METADATA)
HEARD = Table(
    "heard",
    METADATA,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("source", Text, nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("previous", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("case_version", Integer),
)
"""No key but the order of arrival: whatever comes twice stands here twice."""

_INSERT = insert(HEARD)


def _hear(envelope: Envelope) -> Effects:
    row = {
        "source": envelope.service,
        "ordinal": envelope.ordinal,
        "previous": envelope.previous,
        "subject": envelope.subject,
        "case_version": getattr(envelope.contract, "case_version", None),
    }
    return Effects(statements=[(_INSERT, row)])


def build(runtime: Runtime) -> Parts:
    """A log for its places, and nothing to say."""
    log = EventLog(runtime.engine, service=WITNESS, signer=runtime.signer)
    sources = ("complaints", "enforcement_registry")
    return Parts(
        routers=[],
        log=log,
        commands=Commands(log),
        publish=lambda _: [],
        subscriptions=[Subscription(source, _hear) for source in sources],
    )


DEFINITION = ServiceDefinition(
    name=WITNESS, title="见证", prefixes=("witness",), metadata=METADATA, build=build
)
