"""Tokens, sessions, keys (登录接口)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import APIKeyHeader

from services.identity.application.sessions import SessionEndedError, Sessions
from services.identity.application.sign_in import SignIn
from services.identity.schemas import AudiencesRequest, SessionAnswer, SignInRequest, TokensAnswer
from shared.eventlog.command import Command
from shared.identity.tokens import TokenIssuer
from shared.web.addresses import address_key
from shared.web.edge import command, open_to_all, provided

router = APIRouter(prefix="/api/v1/identity", tags=["sign-in"])
_SESSION = APIKeyHeader(name="Jiandu-Session", auto_error=False, description="The secret of a session.")


def session_secret(secret: Annotated[str | None, Depends(_SESSION)]) -> str:
    """Ask for the session's secret."""
    if not secret:
        raise SessionEndedError("Send the session's secret as 'Jiandu-Session'.")
    return secret


Secret = Annotated[str, Depends(session_secret)]
Entrance = Annotated[SignIn, provided(SignIn)]
Open = Annotated[Sessions, provided(Sessions)]


@router.post("/tokens", summary="Sign in and get one token per service")
async def issue_tokens(
    wanted: SignInRequest,
    request: Request,
    entrance: Entrance,
    command: Annotated[Command, command("identity.sign_in", anonymous=True)],
) -> TokensAnswer:
    """Answer 401 for a wrong name or password, 429 while locked; neither says whether the name exists."""
    password, address = wanted.password.get_secret_value(), address_key(request)
    signed_in = await entrance.sign_in(command, wanted.username, password, address)
    return TokensAnswer.of(entrance.tokens(signed_in, wanted.audiences))


@router.post("/sessions", status_code=201, summary="Sign in and open a session")
async def open_session(
    wanted: SignInRequest,
    request: Request,
    entrance: Entrance,
    sessions: Open,
    command: Annotated[Command, command("identity.open_session", anonymous=True)],
) -> SessionAnswer:
    """Give a secret that fetches fresh tokens until 30 idle minutes or 8 hours have passed."""
    password, address = wanted.password.get_secret_value(), address_key(request)
    signed_in = await entrance.sign_in(command, wanted.username, password, address)
    return SessionAnswer.opened(await sessions.open(signed_in, wanted.audiences))


@router.post(
    "/sessions/tokens",
    summary="Get fresh tokens for a session",
    dependencies=[open_to_all("identity.refresh_session")],
)
async def refresh_session(secret: Secret, sessions: Open, wanted: AudiencesRequest) -> TokensAnswer:
    """Count the idle time anew; 401 when the session ended."""
    return TokensAnswer.of(await sessions.refresh(secret, wanted.audiences))


@router.delete("/sessions", status_code=204, summary="Sign out")
async def end_session(
    secret: Secret,
    sessions: Open,
    command: Annotated[Command, command("identity.end_session", anonymous=True)],
) -> Response:
    """End the session; an unknown one is ended already."""
    await sessions.end(command, secret)
    return Response(status_code=204)


@router.get("/jwks", summary="The public keys", dependencies=[open_to_all("identity.read_keys")])
async def read_keys(issuer: Annotated[TokenIssuer, provided(TokenIssuer)]) -> dict[str, Any]:
    """Give the keys that verify tokens (RFC 7517)."""
    return issuer.jwks()
