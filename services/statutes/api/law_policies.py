"""The bureau's answers to open questions over HTTP (政策取值接口)."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.statutes.application.law_policies import PolicyDesk
from services.statutes.application.policies import POLICIES
from services.statutes.schemas.policies import ChoiceShown, PolicyGiven, PolicyName, PolicyShown
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.edge import answer, command, provided, reader, shown

Desk = Annotated[PolicyDesk, provided(PolicyDesk)]
Name = Annotated[PolicyName, Path(examples=["receipt_on_day_off"])]
Reader = Annotated[Actor, reader("statutes.read_policies")]

router = APIRouter(prefix="/api/v1/law/policies", tags=["policies"])


@router.get("", summary="Open questions as policies")
async def listing(actor: Reader, desk: Desk) -> list[PolicyShown]:
    """Default, value in use, alternatives, who chose and why, and the version to decide on (政策)."""
    POLICIES.require("statutes.read_policies", actor)
    return await desk.policies()


@router.get("/{policy}", response_model=PolicyShown, summary="One policy")
async def one(policy: Name, actor: Reader, desk: Desk) -> Response:
    """Its ETag is the version to decide on (一项政策)."""
    POLICIES.require("statutes.read_policies", actor)
    found = await desk.policy(policy)
    return shown(found, version=found.version)


@router.get("/{policy}/history", summary="Every answer to one question")
async def history(policy: Name, actor: Reader, desk: Desk) -> list[ChoiceShown]:
    """The newest first (历次选择)."""
    POLICIES.require("statutes.read_policies", actor)
    return [*await desk.history(policy)]


@router.put("/{policy}", summary="Choose the value of a policy")
async def choose(
    policy: Name,
    body: PolicyGiven,
    asked: Annotated[Command, command("statutes.choose_policy", on_case=True)],
    desk: Desk,
) -> Response:
    """It holds for decisions made from now on; dates computed before stay (政策选择)."""
    return answer(await desk.choose(asked, policy, body.value, body.reason))
