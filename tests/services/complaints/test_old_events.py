"""What was recorded before letters took the place of notices stays loadable and keeps its effect (旧事件)."""

from datetime import date
from typing import Any
from uuid import UUID

from services.complaints.domain.complaint import Complaint
from services.complaints.domain.events.decision import ComplainantNotified
from services.complaints.domain.events.intake import Received
from services.complaints.domain.events.remedies import CompensationNotified, OrderDelivered
from services.complaints.views.tables import REBUILT
from shared.deadlines.changes import stopped
from shared.eventlog.unit import Unit
from tests.services.complaints.office import Case, Office, concluded

ON = date(2026, 9, 18)
NOWHERE = UUID(int=1)


async def as_recorded_then(office: Office, case: Case, event: type[Any], **fields: Any) -> None:
    """Record an event as an earlier release did."""
    log, at = office.app.state.parts.log, office.clock.now()
    complaint = await log.load(Complaint, UUID(case.id))
    complaint._record(event, at, **fields)
    await log.commit(Unit(at=at, aggregates=[complaint]))


async def test_an_old_case_goes_on_from_its_notices_and_deliveries(office: Office):
    case = await concluded(office)
    body = {"agency": "market", "content": "查处。", "length": 10, "unit": "working_day"}
    order = (await case.act("clerk", "orders", **body))["order_id"]
    sent = {"method": "direct", "evidence_ref": f"{NOWHERE}#evidence", "delivered_on": ON}
    await as_recorded_then(office, case, OrderDelivered, order_id=order, **sent)
    claim = {"method": "direct", "notice_ref": f"{NOWHERE}#notice", "notified_on": ON}
    await as_recorded_then(office, case, CompensationNotified, order_id=order, **claim)
    told = {"notice": "result", "method": "direct", "text_ref": None, "notified_on": ON}
    ends = (stopped("result_notice", on=ON),)
    await as_recorded_then(office, case, ComplainantNotified, **told, clocks=ends)

    await case.act("agency_clerk", f"orders/{order}/correction-report", report="已改。")
    await case.act("clerk", f"orders/{order}/verification", satisfied=True, note="属实。")
    await case.act("clerk", "archive")

    labels = {one["type"]: one["label_zh"] for one in (await case.page("clerk"))["timeline"]}
    assert labels["complainant_notified"] == "告知投诉举报人：处理结果"
    before = await case.page("clerk")
    await office.app.state.parts.log.rebuild(REBUILT)
    assert await case.page("clerk") == before


def test_a_complaint_of_before_has_not_agreed_to_electronic_service():
    assert Received.electronic_service is False
