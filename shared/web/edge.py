"""The HTTP edge's words: who asks, for what, on which version; and the answer (接口边缘).

An endpoint declares one of ``command``, ``reader`` or ``open_to_all`` and gets a finished ``Command`` or
``Actor``; it hands the application's ``Answer`` to ``answer``.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from shared.clock.suite import date_of
from shared.eventlog.command import Answer, Command
from shared.identity.actor import ANONYMOUS, Actor
from shared.law.refusal import StaleVersionError
from shared.web.addresses import address_class, address_key
from shared.web.authorisation import Authorisation, Declared
from shared.web.context import current_context
from shared.web.fingerprint import fingerprint_of
from shared.web.problems import (
    MalformedError,
    MissingIdempotencyKeyError,
    PreconditionRequiredError,
    UnauthenticatedError,
)

_BEARER = HTTPBearer(auto_error=False, bearerFormat="JWT", description="An access token of this service.")
_KEY = re.compile(r"[!-~]{8,200}")
_ETAG = re.compile(r'(?:W/)?"(\d{1,9})(?:-(?:gzip|br|zstd))?"')
"""A proxy that compresses an answer marks its ETag; the version in it is the same."""

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="8 to 200 visible ASCII characters; the same key, the same answer.",
    ),
]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description='The ETag that the decision rests on, as "7".')
]


async def _acting(
    request: Request, credentials: HTTPAuthorizationCredentials | None, *, anonymous: bool
) -> Actor:
    if credentials is not None:
        actor: Actor = await request.app.state.authenticate(credentials.credentials)
        return actor
    if anonymous and "authorization" not in request.headers:
        return ANONYMOUS
    raise UnauthenticatedError("Send an access token for this service as 'Authorization: Bearer …'.")


def _checked_key(key: str | None, actor: Actor) -> str | None:
    if key is None:
        if actor is ANONYMOUS:
            return None
        raise MissingIdempotencyKeyError(
            "Send an Idempotency-Key, so that a repeated request cannot act twice."
        )
    if not _KEY.fullmatch(key):
        raise MalformedError("Idempotency-Key must be 8 to 200 visible ASCII characters.")
    return key


def _kept_key(request: Request, key: str) -> str:
    """The form in which a key is kept: integrators may have put a number of a person into it."""
    secret: bytes = request.app.state.fingerprint_key
    return blake2b(key.encode("ascii"), key=secret, person=b"idempotency", digest_size=32).hexdigest()


def _expected_version(if_match: str | None, *, on_case: bool) -> int | None:
    if not on_case:
        return None
    if if_match is None:
        raise PreconditionRequiredError("Send If-Match with the ETag of the version that you decided on.")
    tag = _ETAG.fullmatch(if_match.strip())
    if tag is None:
        raise StaleVersionError("If-Match does not carry an ETag of this resource.")
    return int(tag.group(1))


def _command(request: Request, action: str, actor: Actor) -> Command:
    context, at = current_context(), request.app.state.clock.now()
    return Command(
        action=action,
        actor=actor,
        at=at,
        on=date_of(at),
        correlation_id=context.correlation_id,
        request_id=context.request_id,
        client=address_class(request),
    )


class _Commanding(Declared):
    def __init__(self, authorisation: Authorisation) -> None:
        self.authorisation = authorisation

    async def __call__(
        self,
        request: Request,
        credentials: Credentials,
        idempotency_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> Command:
        needs = self.authorisation
        actor = await _acting(request, credentials, anonymous=needs.anonymous)
        key = _checked_key(idempotency_key, actor)
        return replace(
            _command(request, needs.action, actor),
            idempotency_key=_kept_key(request, key) if key else None,
            fingerprint=await fingerprint_of(request) if key else None,
            expected_version=_expected_version(if_match, on_case=needs.on_case),
            host_at=request.app.state.clock.host_time(),
        )


class _Looking(Declared):
    def __init__(self, authorisation: Authorisation) -> None:
        self.authorisation = authorisation

    async def __call__(self, request: Request, credentials: Credentials) -> Command:
        actor = await _acting(request, credentials, anonymous=self.authorisation.anonymous)
        return _command(request, self.authorisation.action, actor)


class _Reading(Declared):
    def __init__(self, authorisation: Authorisation) -> None:
        self.authorisation = authorisation

    async def __call__(self, request: Request, credentials: Credentials) -> Actor:
        actor = await _acting(request, credentials, anonymous=self.authorisation.anonymous)
        if actor is ANONYMOUS:
            request.app.state.limits.public_read_from(address_key(request))
        return actor


class _Open(Declared):
    def __init__(self, authorisation: Authorisation) -> None:
        self.authorisation = authorisation

    async def __call__(self) -> None:  # not awaiting, but a plain function would be sent to a thread
        return None


def command(action: str, *, on_case: bool = False, anonymous: bool = False) -> Any:
    """Ask for a ``Command``: token → actor, Idempotency-Key, If-Match (``on_case``), correlation."""
    return Depends(_Commanding(Authorisation(action, anonymous=anonymous, command=True, on_case=on_case)))


async def _limit_intake(request: Request) -> None:
    if "authorization" not in request.headers:
        request.app.state.limits.intake_attempt_from(address_key(request))


def intake_limited() -> Any:
    """Count a try of an anonymous intake, even an unreadable one (429 beyond): in ``dependencies=[…]``."""
    return Depends(_limit_intake)


def reader(action: str, *, anonymous: bool = False) -> Any:
    """Ask for the ``Actor`` who reads; the public is counted by address (429 beyond the limit)."""
    return Depends(_Reading(Authorisation(action, anonymous=anonymous)))


def recorded_reader(action: str, *, anonymous: bool = False) -> Any:
    """Ask for a ``Command`` that is recorded like one, but changes nothing and needs no key."""
    return Depends(_Looking(Authorisation(action, anonymous=anonymous)))


def open_to_all(action: str) -> Any:
    """Declare that a route needs no sign-in and acts for nobody: put it in ``dependencies=[…]``."""
    return Depends(_Open(Authorisation(action, anonymous=True)))


class _Provided:
    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind

    async def __call__(self, request: Request) -> Any:  # a plain function would be sent to a thread
        return request.app.state.parts.provides[self.kind]


def provided(kind: type[Any]) -> Any:
    """Ask for the one object of ``kind`` that the service built (``Parts.provides``)."""
    return Depends(_Provided(kind))


def etag(version: int) -> str:
    """The ETag of an aggregate's version: a concurrency token, not a cache validator."""
    return f'"{version}"'


def answer(given: Answer, *, location: str | None = None) -> Response:
    """An application's answer as a response, with ETag, and Location when something came to be."""
    response = JSONResponse(given.body, given.status)
    if given.version is not None:
        response.headers["ETag"] = etag(given.version)
    if location is not None and given.status == 201:
        response.headers["Location"] = location
    if given.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def shown(body: BaseModel | Mapping[str, Any], *, version: int | None = None) -> Response:
    """One resource as a response, with its ETag."""
    headers = {"ETag": etag(version)} if version is not None else None
    return JSONResponse(jsonable_encoder(body), headers=headers)


def location_of(base: str, case_id: UUID | str) -> str:
    """The path of a new resource for ``Location``."""
    return f"{base.rstrip('/')}/{case_id}"
