"""Access tokens: issued per service, short, signed with Ed25519, verified on the spot (访问令牌).

Every instant here is host time, never the suite's sandbox clock: a moved clock must not revive a token.
"""

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from shared.identity.actor import Actor, Post, Role
from shared.identity.jwks import KeySource
from shared.law.refusal import Refusal

ALGORITHM = "Ed25519"
TOKEN_TYPE = "at+jwt"  # noqa: S105 - the media type of RFC 9068
LIFETIME_SECONDS = 600
LEEWAY_SECONDS = 30
MAX_TOKEN_CHARACTERS = 8_192

HostTime = Callable[[], float]


class InvalidTokenError(Refusal):
    """The request carries no valid token (令牌无效).

    The answer never says what was wrong; ``reason`` is for the service's own log.
    """

    status = 401
    slug = "invalid-token"
    title = "请先登录"

    def __init__(self, reason: str = "missing") -> None:
        """Keep the reason for the log."""
        super().__init__("A valid access token for this service is needed.")
        self.reason = reason


def audience(service: str) -> str:
    """Name the audience of a service's tokens."""
    return f"jiandu-{service}"


class TokenIssuer:
    """Signs access tokens with the installation's key (签发)."""

    def __init__(self, key: Ed25519PrivateKey, issuer: str, host_time: HostTime = time.time) -> None:
        self._key = OKPKey.import_key(key, {"use": "sig", "alg": ALGORITHM})
        self._key.ensure_kid()
        self._host_time = host_time
        self.issuer = issuer

    def issue(self, actor: Actor, service: str, *, lifetime: int = LIFETIME_SECONDS) -> str:
        """Issue a token for one service; ``lifetime`` in seconds, at most ten minutes."""
        if not 0 < lifetime <= LIFETIME_SECONDS or actor.role is Role.SYSTEM:
            raise ValueError("no such token is ever issued")
        now = int(self._host_time())
        claims = {
            "iss": self.issuer,
            "aud": audience(service),
            "sub": actor.subject,
            "iat": now,
            "exp": now + lifetime,
            "jti": str(uuid4()),
            "role": actor.role.value,
            "agency": actor.agency,
            "person": str(actor.person) if actor.person else None,
            "posts": sorted(post.value for post in actor.posts),
        }
        header = {"alg": ALGORITHM, "typ": TOKEN_TYPE, "kid": self._key.kid}
        present = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(header, present, self._key, algorithms=[ALGORITHM])

    def jwks(self) -> dict[str, Any]:
        """Give the public keys as a JWKS document."""
        return {"keys": [self._key.as_dict(private=False)]}

    def key_set(self) -> KeySet:
        """Give the public keys for a verifier in the same process."""
        return KeySet([OKPKey.import_key(self._key.as_dict(private=False))])


class TokenVerifier:
    """Judges tokens for one service: fixed algorithms, issuer, audience, type and lifetime (验证)."""

    def __init__(
        self,
        service: str,
        *,
        issuer: str,
        keys: KeySource,
        host_time: HostTime = time.time,
        algorithms: Collection[str] = (ALGORITHM,),
    ) -> None:
        self._audience = audience(service)
        self._issuer = issuer
        self._keys = keys
        self._host_time = host_time
        self._algorithms = tuple(algorithms)

    async def verify(self, token: str) -> Actor:
        """Give the actor behind a token, or raise ``InvalidTokenError``."""
        kid = self._key_id(token)
        keys = await self._keys.keys(kid)
        try:
            claims = jwt.decode(token, keys, algorithms=self._algorithms).claims
        except (JoseError, ValueError, TypeError) as error:
            raise InvalidTokenError(type(error).__name__) from None
        self._check(claims)
        return _actor(claims)

    def _key_id(self, token: str) -> str:
        if not token or len(token) > MAX_TOKEN_CHARACTERS:
            raise InvalidTokenError("size")
        try:
            header = jws.extract_compact(token.encode("ascii")).headers()
        except (JoseError, ValueError, TypeError) as error:
            raise InvalidTokenError(type(error).__name__) from None
        kid = header.get("kid")
        if (
            not isinstance(kid, str)
            or header.get("typ") != TOKEN_TYPE
            or header.get("alg") not in self._algorithms
        ):
            raise InvalidTokenError("header")
        return kid

    def _check(self, claims: Mapping[str, Any]) -> None:
        now = self._host_time()
        issued, expires = _instant(claims, "iat"), _instant(claims, "exp")
        starts = _instant(claims, "nbf") if "nbf" in claims else issued
        if claims.get("iss") != self._issuer or claims.get("aud") != self._audience:
            raise InvalidTokenError("issuer or audience")
        if not 0 < expires - issued <= LIFETIME_SECONDS:
            raise InvalidTokenError("lifetime")
        if now > expires + LEEWAY_SECONDS or max(starts, issued) > now + LEEWAY_SECONDS:
            raise InvalidTokenError("time")


def _instant(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidTokenError(f"no {name}")
    return float(value)


def _actor(claims: Mapping[str, Any]) -> Actor:
    try:
        role = Role(claims["role"])
        person = UUID(claims["person"]) if claims.get("person") else None
        posts = frozenset(Post(post) for post in claims.get("posts", ()))
    except (KeyError, ValueError, TypeError, AttributeError):
        raise InvalidTokenError("claims") from None
    subject, agency = claims.get("sub"), claims.get("agency")
    if not isinstance(subject, str) or not subject or role is Role.SYSTEM:
        raise InvalidTokenError("subject")
    if agency is not None and not isinstance(agency, str):
        raise InvalidTokenError("agency")
    return Actor(subject=subject, role=role, agency=agency, person=person, posts=posts)
