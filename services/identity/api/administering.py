"""Accounts and the deployment (管理接口)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.identity.application.accounts import Accounts
from services.identity.application.deployments import Deployments
from services.identity.application.policies import POLICIES
from services.identity.schemas import (
    AccountOpened,
    AccountShown,
    ClockMove,
    ClockShown,
    DeploymentShown,
    Grant,
    NewAccount,
    PasswordChange,
    PersonLink,
)
from services.identity.views import ACCOUNT, AccountViews
from services.identity.views import shown as row_shown
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.web.addresses import address_key
from shared.web.edge import answer, command, location_of, open_to_all, provided, reader, shown
from shared.web.paging import Listing, Paging, read_page

router = APIRouter(prefix="/api/v1/identity", tags=["administration"])
BASE = "/api/v1/identity/accounts"
Administration = Annotated[Accounts, provided(Accounts)]
Views = Annotated[AccountViews, provided(AccountViews)]
Settings = Annotated[Deployments, provided(Deployments)]


@router.post("/accounts", status_code=201, response_model=AccountOpened, summary="Open an account")
async def open_account(
    wanted: NewAccount,
    accounts: Administration,
    command: Annotated[Command, command("identity.open_account")],
) -> Response:
    """Open an account without rights; the first password is shown once."""
    opened = await accounts.open(command, wanted.username)
    return answer(opened, location=location_of(BASE, opened.body["id"]))


@router.get("/accounts", summary="List accounts")
async def list_accounts(
    page: Paging, views: Views, actor: Annotated[Actor, reader("identity.read_accounts")]
) -> Listing[AccountShown]:
    """List accounts by id: states and roles, no names."""
    POLICIES.require("identity.read_accounts", actor)
    async with views.engine.connect() as connection:
        rows, rest = await read_page(connection, views.all(), page, order=(ACCOUNT.c.account,))
    return Listing[AccountShown](items=[AccountShown(**row_shown(row._mapping)) for row in rows], **rest)


@router.get("/accounts/{account_id}", response_model=AccountShown, summary="Read an account")
async def read_account(
    account_id: UUID, accounts: Administration, actor: Annotated[Actor, reader("identity.read_accounts")]
) -> Response:
    """Read one account with its ETag."""
    POLICIES.require("identity.read_accounts", actor)
    account = await accounts.read(account_id)
    return shown(account.shown(), version=account.version)


@router.post("/accounts/{account_id}/role", response_model=AccountShown, summary="Grant a role")
async def grant_role(
    account_id: UUID,
    wanted: Grant,
    accounts: Administration,
    command: Annotated[Command, command("identity.grant_role", on_case=True)],
) -> Response:
    """Grant the account's role; it replaces the one before."""
    return answer(await accounts.grant(command, account_id, wanted.role, wanted.agency, wanted.posts))


@router.post("/accounts/{account_id}/person", response_model=AccountShown, summary="Link a person")
async def link_person(
    account_id: UUID,
    wanted: PersonLink,
    accounts: Administration,
    command: Annotated[Command, command("identity.link_person", on_case=True)],
) -> Response:
    """Link the account to a person of the registry, for good."""
    return answer(await accounts.link(command, account_id, wanted.person))


@router.post("/accounts/{account_id}/disablement", response_model=AccountShown, summary="Disable an account")
async def disable_account(
    account_id: UUID,
    accounts: Administration,
    command: Annotated[Command, command("identity.disable_account", on_case=True)],
) -> Response:
    """Take the account out of use; its sessions end."""
    return answer(await accounts.disable(command, account_id))


@router.post("/accounts/{account_id}/enablement", response_model=AccountShown, summary="Enable an account")
async def enable_account(
    account_id: UUID,
    accounts: Administration,
    command: Annotated[Command, command("identity.enable_account", on_case=True)],
) -> Response:
    """Take the account into use again."""
    return answer(await accounts.enable(command, account_id))


@router.post("/accounts/{account_id}/password", response_model=AccountOpened, summary="Reset a password")
async def reset_password(
    account_id: UUID,
    accounts: Administration,
    command: Annotated[Command, command("identity.reset_password", on_case=True)],
) -> Response:
    """Give a new first password, shown once; the account's sessions end."""
    return answer(await accounts.reset_password(command, account_id))


@router.post("/password", response_model=AccountOpened, summary="Change one's own password")
async def change_password(
    wanted: PasswordChange,
    request: Request,
    accounts: Administration,
    command: Annotated[Command, command("identity.change_password")],
) -> Response:
    """Change the password of the signed-in account; the current one is asked for again."""
    current, new = wanted.current_password.get_secret_value(), wanted.new_password.get_secret_value()
    return answer(await accounts.change_password(command, current, new, address_key(request)))


@router.get("/deployment", summary="The deployment", dependencies=[open_to_all("identity.read_deployment")])
async def read_deployment(settings: Settings) -> DeploymentShown:
    """Say what this installation is for, and what time it is there."""
    return DeploymentShown(**await settings.shown())


@router.get(
    "/sandbox-clock", summary="The sandbox clock", dependencies=[open_to_all("identity.read_deployment")]
)
async def read_clock(settings: Settings) -> ClockShown:
    """Say what time it is in the suite."""
    return ClockShown(**await settings.shown())


@router.post("/sandbox-clock", response_model=ClockShown, summary="Move the sandbox clock")
async def move_clock(
    wanted: ClockMove,
    settings: Settings,
    command: Annotated[Command, command("identity.move_sandbox_clock")],
) -> Response:
    """Move the sandbox clock forward; refused in production."""
    return answer(await settings.move_clock(command, to=wanted.to, by=wanted.by, begins=wanted.begins))
