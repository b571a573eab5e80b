"""The registry over HTTP: translation only (接口)."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from services.enforcement_registry import rules
from services.enforcement_registry.application import POLICIES, Registry
from services.enforcement_registry.schemas import (
    AgencyCode,
    AgencyDetail,
    AgencyEntry,
    BindingEnd,
    Certificate,
    Closure,
    DeliveryAddress,
    NewAgency,
    NewBinding,
    NewOfficer,
    Post,
    PostEnd,
    Registered,
    ShownAgency,
    ShownBinding,
    ShownOfficer,
)
from services.enforcement_registry.views import RegistryViews
from shared.clock.suite import SuiteClock
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.identity.actor import Post as HeldPost
from shared.law.book import LawBook
from shared.web.edge import answer, command, location_of, provided, reader, shown
from shared.web.paging import Listing, Paging

BASE = "/api/v1/registry"
HEADS = (HeldPost.HEAD, HeldPost.DEPUTY_HEAD)

router = APIRouter(prefix=BASE)
Commanded = Annotated[Registry, provided(Registry)]
Asked = Annotated[RegistryViews, provided(RegistryViews)]
Code = Annotated[AgencyCode, Path()]


@router.get("/agencies", response_model=Listing[ShownAgency], tags=["agencies"])
async def list_agencies(
    page: Paging,
    views: Asked,
    actor: Annotated[Actor, reader("enforcement_registry.list_agencies", anonymous=True)],
    kind: Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")] = None,
    active: bool | None = None,
) -> Any:
    """List the bodies with enforcement powers; they are made public (公示)."""
    return await views.agencies(page, kind=kind, active=active)


@router.post("/agencies", status_code=201, response_model=Registered, tags=["agencies"])
async def register_agency(
    new: NewAgency,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.register_agency")],
) -> Response:
    """Register a body; its own regulations and otherwise the district's bind it from the given day."""
    given = await registry.register_agency(
        command, new.code, new.profile(), regulations=new.regulations, bound_from=new.bound_from
    )
    return answer(given, location=location_of(f"{BASE}/agencies", new.code))


@router.get("/agencies/{code}", response_model=AgencyDetail, tags=["agencies"])
async def read_agency(
    code: Code,
    views: Asked,
    law: Annotated[LawBook, provided(LawBook)],
    clock: Annotated[SuiteClock, provided(SuiteClock)],
    actor: Annotated[Actor, reader("enforcement_registry.read_agency", anonymous=True)],
) -> Response:
    """Show one body with its intake unit, its heads and the duties still open."""
    row, on = await views.agency(code), clock.today()
    heads = await views.heads(code, HEADS, on)
    duties = rules.open_duties(law, hotline=row.hotline, supervision_body=row.supervision_body, on=on)
    unit, address = row.legal_unit or row.designated_unit, await views.delivery_address(code, on)
    detail = {**row._mapping, "intake_body": unit, "heads": heads, "delivery_address": address}
    return shown(
        AgencyDetail.model_validate({**detail, "open_duties": [asdict(duty) for duty in duties]}),
        version=row.version,
    )


@router.post("/agencies/{code}/entry", response_model=Registered, tags=["agencies"])
async def change_agency(
    code: Code,
    entry: AgencyEntry,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.change_agency", on_case=True)],
) -> Response:
    """Replace a body's entry (变更)."""
    return answer(await registry.change_agency(command, code, entry.profile()))


@router.post("/agencies/{code}/closure", response_model=Registered, tags=["agencies"])
async def close_agency(
    code: Code,
    closure: Closure,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.close_agency", on_case=True)],
) -> Response:
    """Take a body out of the registry (注销)."""
    return answer(await registry.close_agency(command, code, closed_on=closure.closed_on))


@router.post("/agencies/{code}/delivery-address", response_model=Registered, tags=["agencies"])
async def confirm_delivery_address(
    code: Code,
    address: DeliveryAddress,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.confirm_delivery_address", on_case=True)],
) -> Response:
    """Confirm how documents are delivered to a body (送达地址确认书)."""
    return answer(await registry.confirm_address(command, code, **address.model_dump()))


@router.post("/agencies/{code}/delivery-address-revocation", response_model=Registered, tags=["agencies"])
async def revoke_delivery_address(
    code: Code,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.revoke_delivery_address", on_case=True)],
) -> Response:
    """Revoke what a body confirmed, from today on; it is served on paper then (撤回送达地址确认)."""
    return answer(await registry.revoke_address(command, code))


@router.get("/officers", response_model=Listing[ShownOfficer], tags=["officers"])
async def list_officers(
    page: Paging,
    views: Asked,
    actor: Annotated[Actor, reader("enforcement_registry.read_officers")],
    agency: Annotated[AgencyCode | None, Query()] = None,
    active: bool | None = None,
) -> Any:
    """List persons with their posts."""
    POLICIES.require("enforcement_registry.read_officers", actor)
    return await views.officers(page, agency=agency, active=active)


@router.post("/officers", status_code=201, response_model=Registered, tags=["officers"])
async def register_officer(
    new: NewOfficer,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.register_officer")],
) -> Response:
    """Register a person."""
    given = await registry.register_officer(command, new.profile(), new.person)
    return answer(given, location=location_of(f"{BASE}/officers", given.body["id"]))


@router.get("/officers/{person}", response_model=ShownOfficer, tags=["officers"])
async def read_officer(
    person: UUID, views: Asked, actor: Annotated[Actor, reader("enforcement_registry.read_officers")]
) -> Response:
    """Show one person."""
    POLICIES.require("enforcement_registry.read_officers", actor)
    found = await views.officer(person)
    return shown(ShownOfficer.model_validate(found), version=found["version"])


@router.post("/officers/{person}/posts", status_code=201, response_model=Registered, tags=["officers"])
async def take_post(
    person: UUID,
    post: Post,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.take_post", on_case=True)],
) -> Response:
    """Let a person take a post (任职)."""
    given = await registry.take_post(command, person, post.holding())
    return answer(given, location=location_of(f"{BASE}/officers", person))


@router.post("/officers/{person}/post-end", response_model=Registered, tags=["officers"])
async def leave_post(
    person: UUID,
    end: PostEnd,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.leave_post", on_case=True)],
) -> Response:
    """Let a person leave a post (离任)."""
    given = await registry.leave_post(
        command, person, post=end.post, agency=end.agency, last_day=end.last_day
    )
    return answer(given)


@router.post("/officers/{person}/certificate", response_model=Registered, tags=["officers"])
async def certify_officer(
    person: UUID,
    certificate: Certificate,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.certify_officer", on_case=True)],
) -> Response:
    """Record a person's enforcement certificate (执法证)."""
    number, until = certificate.certificate_number, certificate.valid_until
    return answer(await registry.certify_officer(command, person, number=number, valid_until=until))


@router.post("/officers/{person}/closure", response_model=Registered, tags=["officers"])
async def close_officer(
    person: UUID,
    closure: Closure,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.close_officer", on_case=True)],
) -> Response:
    """Take a person out of enforcement (退出执法队伍)."""
    return answer(await registry.close_officer(command, person, closed_on=closure.closed_on))


@router.get("/bindings", response_model=Listing[ShownBinding], tags=["bindings"])
async def list_bindings(
    page: Paging,
    views: Asked,
    actor: Annotated[Actor, reader("enforcement_registry.read_bindings")],
    *,
    agency: Annotated[AgencyCode | None, Query()] = None,
    topic: Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")] = None,
    on: date | None = None,
) -> Any:
    """List which regulation binds whom, on one day when ``on`` is given."""
    POLICIES.require("enforcement_registry.read_bindings", actor)
    return await views.bindings(page, agency=agency, topic=topic, on=on)


@router.post("/bindings", status_code=201, response_model=Registered, tags=["bindings"])
async def bind_regulation(
    new: NewBinding,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.bind_regulation")],
) -> Response:
    """Bind a body to a regulation from a day on."""
    given = await registry.bind_regulation(command, new.agency, new.regulation, bound_from=new.bound_from)
    return answer(given, location=location_of(f"{BASE}/bindings", given.body["id"]))


@router.get("/bindings/{binding}", response_model=ShownBinding, tags=["bindings"])
async def read_binding(
    binding: UUID, views: Asked, actor: Annotated[Actor, reader("enforcement_registry.read_bindings")]
) -> Response:
    """Show one binding."""
    POLICIES.require("enforcement_registry.read_bindings", actor)
    found = await views.binding(binding)
    return shown(ShownBinding.model_validate(found), version=found.version)


@router.post("/bindings/{binding}/end", response_model=Registered, tags=["bindings"])
async def end_binding(
    binding: UUID,
    end: BindingEnd,
    registry: Commanded,
    command: Annotated[Command, command("enforcement_registry.end_binding", on_case=True)],
) -> Response:
    """End a binding without a successor."""
    return answer(await registry.end_binding(command, binding, bound_until=end.bound_until))
