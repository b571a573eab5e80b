"""An agency's request for coordination, and the files of a dispute (争议协调申请)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.dashboard.application.cases import Choice, Field
from services.dashboard.application.services import Reply, Services
from services.dashboard.application.sessions import SignedIn

SERVICE, BASE = "dispute_coordination", "/api/v1/disputes"
CONTENTS = ("agencies_information", "matter", "negotiation_and_differences", "proposal_and_reasons")


@dataclass(frozen=True, slots=True)
class Filed:
    """A request that opened a case."""

    case_id: UUID
    number: str
    version: int


class Disputes:
    """The dispute service as an agency files with it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def request(self, person: SignedIn, request: Mapping[str, Any], idempotency_key: str) -> Filed:
        """File a request; the case stands from then on (提出协调申请)."""
        token = person.token(SERVICE)
        reply = await self._services.act("POST", BASE, request, token=token, idempotency_key=idempotency_key)
        return _filed(reply)

    async def open_own_motion(
        self, person: SignedIn, opening: Mapping[str, Any], idempotency_key: str
    ) -> Filed:
        """Open a case on the government's instruction or the bureau's discovery (主动启动)."""
        token, path = person.token(SERVICE), f"{BASE}/own-motion"
        reply = await self._services.act("POST", path, opening, token=token, idempotency_key=idempotency_key)
        return _filed(reply)

    async def attach(self, person: SignedIn, case: Filed, content: bytes, idempotency_key: str) -> Filed:
        """Add one file to the case as it stood; gives the case as it stands now."""
        headers = {"Idempotency-Key": idempotency_key, "If-Match": f'"{case.version}"'}
        path = f"{BASE}/{case.case_id}/attachments"
        return _filed(
            await self._services.upload(path, content, headers=headers, token=person.token(SERVICE))
        )


def _filed(reply: Reply) -> Filed:
    version = reply.version if reply.version is not None else int(reply.body.get("version", 0))
    return Filed(UUID(str(reply.body["id"])), str(reply.body.get("number", "")), version)


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form offers to choose from."""

    grounds: Sequence[Choice]
    national: Sequence[Choice]
    agencies: Sequence[Choice]
    contents: Mapping[str, Choice]


def request_fields(offered: Offered) -> list[Field]:
    """Give the fields of a request in the order of the form."""
    return [
        _field("title", "text", "争议事项概要", "The dispute in one line", required=True),
        _select("ground", "争议种类", "Kind of dispute", offered.grounds, required=True),
        _select(
            "national_kind", "条例规定的争议种类", "Kind under the national regulation", offered.national
        ),
        _field(
            "respondents", "agencies", "被申请机关", "Respondents", required=True, options=offered.agencies
        ),
        _field(
            "negotiated_on",
            "date",
            "自行协商日期",
            "Negotiated on",
            hint_zh="须先与对方协商，协商不成再申请",
            hint_en="Negotiation comes first",
        ),
        *(_text(code, offered.contents) for code in CONTENTS),
    ]


TRIGGERS = (
    Choice(value="government_instruction", label_zh="区政府指示", label_en="The government's instruction"),
    Choice(value="own_discovery", label_zh="依职权发现", label_en="The bureau's discovery"),
)


def own_motion_fields(offered: Offered) -> list[Field]:
    """Give the fields for opening a case without a request (主动启动)."""
    return [
        _field("title", "text", "争议事项概要", "The dispute in one line", required=True),
        _select("trigger", "启动来源", "Opened by", TRIGGERS, required=True),
        _field("instruction", "text", "区政府指示的文号", "Number of the instruction"),
        _field("source", "textarea", "来源和情况", "Source and facts", required=True),
        _select("ground", "争议种类", "Kind of dispute", offered.grounds, required=True),
        _select(
            "national_kind", "条例规定的争议种类", "Kind under the national regulation", offered.national
        ),
        _field(
            "agencies", "agencies", "争议机关", "Agencies in dispute", required=True, options=offered.agencies
        ),
    ]


def request_of(values: Mapping[str, Any], agency: str, groups: Iterable[str]) -> dict[str, Any]:
    """Give the request of an agency as the service takes it; ``groups`` of papers are handed in with it."""
    request = {name: value for name, value in values.items() if name != "negotiated_on"}
    if held_on := values.get("negotiated_on"):
        held = {"held_on": held_on, "parties": [agency, *values.get("respondents", [])], "agreed": False}
        request["negotiations"] = [held]
    return {**request, "materials": list(groups)}


def _text(code: str, contents: Mapping[str, Choice]) -> Field:
    known = contents.get(code) or Choice(value=code, label_zh=code)
    return _field(code, "textarea", known.label_zh, known.label_en, required=True)


def _select(name: str, zh: str, en: str, options: Sequence[Choice], *, required: bool = False) -> Field:
    return _field(name, "select", zh, en, required=required, options=options)


def _field(name: str, kind: str, zh: str, en: str, **more: Any) -> Field:
    return Field(name=name, type=kind, label_zh=zh, label_en=en, **more)
