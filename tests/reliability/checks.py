"""What the databases must show after the faults, whatever was killed when.

Every number here is a count of faults: lost, doubled, out of order, or broken. A sound suite has none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
import psycopg

from services.complaints import publisher as complaints_publisher
from services.enforcement_registry import publisher as registry_publisher
from shared.audit.outbox import AuditBrokenError, SignedEntry, events_digest, verify_chain
from shared.bus.publishing import outgoing
from shared.contracts.envelope import Outgoing
from shared.eventlog.history import READ, recorded_from
from shared.eventlog.recorded import Recorded
from shared.identity.keyfile import load_signing_key
from tests.reliability.load import Acknowledged, Load
from tests.reliability.suite import SmallSuite
from tests.reliability.verdict import Faults

EVERYTHING = 10_000_000
PUBLISHERS = {"complaints": complaints_publisher.publish, "enforcement_registry": registry_publisher.publish}


def recorded_events(suite: SmallSuite, service: str) -> list[Recorded]:
    """A service's whole log."""
    with suite.connect(service) as connection:
        rows = connection.execute(READ, {"after": 0, "limit": EVERYTHING}).fetchall()
    return [recorded_from(row) for row in rows]


def public_messages(service: str, recorded: Sequence[Recorded]) -> list[Outgoing]:
    """The chain that followers must have heard."""
    return list(outgoing(service, PUBLISHERS[service], recorded, after=0))


def check_log(suite: SmallSuite, service: str, faults: Faults) -> None:
    """Positions and versions without gaps; the audit chain whole, signed, and covering every event once."""
    with suite.connect(service) as connection:
        rows = connection.execute(
            "select position, aggregate_id, version, type, state from events order by position"
        ).fetchall()
        audit = connection.execute(
            "select sequence, entry, signature from audit_outbox order by sequence"
        ).fetchall()
        counter = connection.execute("select position, audit_sequence, audit_hash from log_counter")
        end = counter.fetchone() or (0, 0, "")
    faults.counts[f"events of {service}"] += len(rows)
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)) or end[0] != len(rows):
        faults.broken.append(f"{service}: positions have gaps")
    versions: dict[UUID, int] = {}
    for position, aggregate_id, version, *_ in rows:
        if version != versions.get(aggregate_id, 0) + 1:
            faults.disordered.append(f"{service}: {aggregate_id} v{version} at {position}")
        versions[aggregate_id] = version
    faults.counts[f"audit entries of {service}"] += len(audit)
    entries = [SignedEntry(*row) for row in audit]
    _check_chain(suite, service, entries, end[1:], faults)
    _check_coverage(service, rows, entries, faults)


def _check_chain(
    suite: SmallSuite, service: str, entries: Sequence[SignedEntry], end: tuple[int, str], faults: Faults
) -> None:
    key = load_signing_key(suite.secrets(service).signing_key_file).public_key()
    try:
        head = verify_chain(service, entries, key)
    except AuditBrokenError as error:
        faults.broken.append(f"{service}: {error}")
        return
    if entries and (head.sequence, head.hash) != end:
        faults.lost.append(f"{service}: the audit chain ends at {head.sequence}, not at {end[0]}")


def _check_coverage(
    service: str, rows: Sequence[tuple[Any, ...]], entries: Sequence[SignedEntry], faults: Faults
) -> None:
    covered = 0
    for entry in entries:
        said = orjson.loads(entry.entry)
        if said["event_count"]:
            first, count = said["first_position"], said["event_count"]
            part = [(str(row[1]), row[2], row[3], row[4]) for row in rows[first - 1 : first - 1 + count]]
            covered += count
            if events_digest(first, part).digest != said["data_digest"]:
                faults.broken.append(f"{service}: audit entry {entry.sequence} tells of other events")
    if covered != len(rows):
        faults.broken.append(f"{service}: {covered} of {len(rows)} events have an audit entry")


def check_acknowledged(suite: SmallSuite, load: Load, faults: Faults) -> None:
    """Each acknowledged command took effect, once: its answer is kept, its case stands where it said."""
    faults.counts["acknowledged"] += len(load.acknowledged)
    faults.broken += load.wrong
    for service in {each.wanted.service for each in load.acknowledged}:
        acknowledged = [each for each in load.acknowledged if each.wanted.service == service]
        with suite.connect(service) as connection:
            _check_service(connection, service, acknowledged, faults)


def _check_service(
    connection: psycopg.Connection, service: str, acknowledged: Sequence[Acknowledged], faults: Faults
) -> None:
    kept: dict[tuple[str, str, int], list[Any]] = defaultdict(list)
    for subject, body, version in connection.execute("select subject, body, version from idempotency"):
        answer = orjson.loads(body)
        kept[_mark(subject, answer, version)].append(answer)
    commands: Counter[str] = Counter()
    for each in acknowledged:
        wanted, found = each.wanted, kept[_mark(each.wanted.subject, each.body, each.version)]
        if found:
            commands[found.pop()["id"]] += 1
        else:
            faults.lost.append(f"{service}: {wanted.key} ({wanted.path}) was acknowledged")
    for mark, more in kept.items():
        faults.doubled += [f"{service}: {mark} was done for nobody"] * len(more)
    _check_effects(service, commands, _effects(connection), faults)


def _mark(subject: str, answer: Mapping[str, Any], version: int | None) -> tuple[str, str, int]:
    """What tells one answer from all others: whose it is, of which case, and of which version of it.

    The keys themselves are kept in a form that tells nothing; the public is not told the version.
    """
    return subject, str(answer.get("number") or answer["id"]), version or 1


def _effects(connection: psycopg.Connection) -> Counter[str]:
    """How many events each case has that commands cause.

    The bindings of a new body come beside its own, and an act drafts the letters that tell of it.
    """
    rows = connection.execute(
        "select aggregate_id::text, count(*) from events "
        "where type not like '%%rung_reached%%' and type not like '%%inding%%' "
        "and type not like '%%letter_drafted%%' group by aggregate_id"
    )
    return Counter(dict(rows.fetchall()))


def _check_effects(service: str, commands: Counter[str], events: Counter[str], faults: Faults) -> None:
    for case in commands.keys() | events.keys():
        said = f"{service}: {case} has {events[case]} events for {commands[case]} commands"
        if events[case] < commands[case]:
            faults.lost.append(said)
        if events[case] > commands[case]:
            faults.doubled.append(said)


def check_heard(suite: SmallSuite, source: str, chain: Sequence[Outgoing], faults: Faults) -> None:
    """The witness heard each message once, in the order of the chain, and so of each case."""
    with suite.connect("witness") as connection:
        heard = connection.execute(
            "select ordinal, previous, subject, case_version from heard where source = %s order by number",
            [source],
        ).fetchall()
        parked = connection.execute("select count(*) from dead_letter").fetchone()
    faults.counts[f"messages of {source}"] += len(chain)
    if parked and parked[0]:
        faults.broken.append(f"{parked[0]} messages of {source} are parked")
    times = Counter(row[0] for row in heard)
    faults.lost += [f"{source}:{each.ordinal} not heard" for each in chain if not times[each.ordinal]]
    faults.doubled += [f"{source}:{ordinal} heard {n} times" for ordinal, n in times.items() if n > 1]
    known = {each.ordinal for each in chain}
    faults.doubled += [f"{source}:{ordinal} is not in the log" for ordinal in times if ordinal not in known]
    last: dict[str, int] = {}
    for ordinal, _, subject, _ in heard:
        if ordinal < last.get(subject, 0):
            faults.disordered.append(f"{source}:{ordinal} of {subject} after {last[subject]}")
        last[subject] = max(ordinal, last.get(subject, 0))


def compare(name: str, found: Iterable[Any], wanted: Iterable[Any], faults: Faults) -> None:
    """Rows of a table against the rows that the log gives."""
    have, want = Counter(map(repr, found)), Counter(map(repr, wanted))
    faults.counts[f"rows of {name}"] += sum(want.values())
    faults.lost += [f"{name} lacks {row}"[:400] for row in want - have]
    faults.doubled += [f"{name} has {row}"[:400] for row in have - want]
