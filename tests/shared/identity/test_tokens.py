"""Tokens: twelve forgeries are refused, the honest one is not; the issuer's keys survive an outage."""

import asyncio
import base64
import json
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, OKPKey

from shared.identity.actor import Actor, Post, Role
from shared.identity.jwks import FixedKeys, JwksCache, KeysUnavailableError, public_keys
from shared.identity.tokens import InvalidTokenError, TokenIssuer, TokenVerifier

ISSUER = "https://bureau.example"
NOW = 1_800_000_000
CLERK = Actor(
    subject="chen",
    role=Role.BUREAU_CLERK,
    agency="bureau",
    person=UUID("0190b0d4-0000-7000-8000-000000000001"),
    posts=frozenset({Post.UNIT_HEAD}),
)
KEY = Ed25519PrivateKey.generate()
OTHER_KEY = Ed25519PrivateKey.generate()


def issuer(key=KEY, now=NOW, name=ISSUER):
    return TokenIssuer(key, name, host_time=lambda: now)


def verifier(service="complaints", now=NOW):
    keys = FixedKeys(issuer().key_set())
    return TokenVerifier(service, issuer=ISSUER, keys=keys, host_time=lambda: now)


def claims(**changes):
    given = {"iss": ISSUER, "aud": "jiandu-complaints", "sub": "chen", "role": "bureau_clerk"}
    given |= {"iat": NOW, "exp": NOW + 600} | changes
    return {name: value for name, value in given.items() if value is not None}


def signed(content, *, key=KEY, **header):
    jwk = OKPKey.import_key(key)
    kid = issuer().jwks()["keys"][0]["kid"]
    header = {"alg": "Ed25519", "typ": "at+jwt", "kid": kid} | header
    return jwt.encode(header, content, jwk, algorithms=["Ed25519"], registry=None)


def part(content):
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def unsigned():
    return f"{part({'alg': 'none', 'typ': 'at+jwt', 'kid': 'x'})}.{part(claims())}."


def signed_with_the_public_key_as_secret():
    public = KEY.public_key().public_bytes_raw()
    kid = issuer().jwks()["keys"][0]["kid"]
    header = {"alg": "HS256", "typ": "at+jwt", "kid": kid}
    return jwt.encode(header, claims(), OctKey.import_key(public), algorithms=["HS256"])


def edited():
    head, _, signature = signed(claims()).split(".")
    return f"{head}.{part(claims(role='bureau_head'))}.{signature}"


def with_its_own_key():
    jwk = OKPKey.import_key(OTHER_KEY).as_dict(private=False)
    return signed(claims(), key=OTHER_KEY, jwk=dict(jwk))


FORGERIES = {
    "algorithm none": unsigned,
    "public key used as a shared secret": signed_with_the_public_key_as_secret,
    "edited payload": edited,
    "another key under the same id": lambda: signed(claims(), key=OTHER_KEY),
    "key brought along in the header": with_its_own_key,
    "expired": lambda: signed(claims(iat=NOW - 700, exp=NOW - 100)),
    "audience of another service": lambda: signed(claims(aud="jiandu-supervision")),
    "another issuer": lambda: signed(claims(iss="https://elsewhere.example")),
    "no expiry": lambda: signed(claims(exp=None)),
    "unknown key id": lambda: signed(claims(), kid="unknown"),
    "not valid yet": lambda: signed(claims(nbf=NOW + 120)),
    "issued in the future": lambda: signed(claims(iat=NOW + 120, exp=NOW + 300)),
    "lives for a day": lambda: signed(claims(exp=NOW + 86_400)),
    "an identity token": lambda: signed(claims(), typ="JWT"),
    "several audiences": lambda: signed(claims(aud=["jiandu-complaints", "jiandu-supervision"])),
    "the suite's own role": lambda: signed(claims(role="system")),
    "no role": lambda: signed(claims(role=None)),
    "no subject": lambda: signed(claims(sub=None)),
    "person that is no id": lambda: signed(claims(person=7)),
    "expiry that is no number": lambda: signed(claims(exp="tomorrow")),
    "nothing": lambda: "",
    "noise": lambda: "a.b.c",
    "not ASCII": lambda: "令牌",
    "too long": lambda: signed(claims()) + "A" * 9_000,
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
async def test_a_forged_token_is_refused_without_saying_why(forge):
    with pytest.raises(InvalidTokenError) as refused:
        await verifier().verify(forge())

    assert refused.value.status == 401
    assert refused.value.detail == InvalidTokenError("other reason").detail


async def test_an_issued_token_names_its_actor():
    token = issuer().issue(CLERK, "complaints")

    assert await verifier().verify(token) == CLERK


async def test_a_token_is_for_one_service_only():
    token = issuer().issue(CLERK, "complaints")

    with pytest.raises(InvalidTokenError):
        await verifier("supervision").verify(token)


@pytest.mark.parametrize(
    ("seconds", "valid"), [(0, True), (600, True), (630, True), (631, False), (-30, True), (-31, False)]
)
async def test_clocks_may_differ_by_half_a_minute(seconds, valid):
    token = issuer().issue(CLERK, "complaints")
    judged = verifier(now=NOW + seconds).verify(token)

    if valid:
        assert (await judged).subject == "chen"
    else:
        with pytest.raises(InvalidTokenError):
            await judged


@pytest.mark.parametrize("lifetime", [0, -1, 601])
def test_no_token_lives_longer_than_ten_minutes(lifetime):
    with pytest.raises(ValueError, match="no such token"):
        issuer().issue(CLERK, "complaints", lifetime=lifetime)


def test_the_published_keys_hold_no_secret():
    assert all("d" not in key for key in issuer().jwks()["keys"])
    assert not public_keys({"keys": [OKPKey.import_key(KEY).as_dict(private=True)]})


class Issuer:
    """An issuer's JWKS address that can change its keys or fall silent."""

    def __init__(self):
        self.document = issuer().jwks()
        self.silent = False
        self.asked = 0
        self.now = 0.0

    def answer(self, request):
        self.asked += 1
        if self.silent:
            raise httpx.ConnectError("silent", request=request)
        return httpx.Response(200, json=self.document)

    def cache(self):
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        return JwksCache(f"{ISSUER}/jwks", client, monotonic=lambda: self.now)


def kid_of(key):
    return issuer(key).jwks()["keys"][0]["kid"]


async def test_keys_are_fetched_once_for_ten_minutes():
    remote = Issuer()
    cache = remote.cache()

    for remote.now in (0.0, 1.0, 300.0, 600.0):
        await cache.keys(kid_of(KEY))
    assert remote.asked == 1

    remote.now = 601.0
    await cache.keys(kid_of(KEY))
    assert remote.asked == 2


async def test_the_first_tokens_at_once_wait_for_one_fetch():
    remote = Issuer()
    arriving = asyncio.Event()

    async def answer(request):
        await arriving.wait()
        return remote.answer(request)

    cache = JwksCache(f"{ISSUER}/jwks", httpx.AsyncClient(transport=httpx.MockTransport(answer)))
    asked = [asyncio.create_task(cache.keys(kid_of(KEY))) for _ in range(5)]
    await asyncio.sleep(0)
    arriving.set()

    assert all(len(list(found)) == 1 for found in await asyncio.gather(*asked))
    assert remote.asked == 1


async def test_an_issuer_that_starts_later_is_found_within_a_second():
    remote = Issuer()
    cache = remote.cache()
    remote.silent = True
    with pytest.raises(KeysUnavailableError):
        await cache.keys(kid_of(KEY))

    remote.silent, remote.now = False, 1.0

    assert {key.kid for key in await cache.keys(kid_of(KEY))} == {kid_of(KEY)}


async def test_unknown_key_ids_cause_one_fetch_in_thirty_seconds():
    remote = Issuer()
    cache = remote.cache()

    for remote.now in (0.0, 5.0, 10.0, 29.0, 30.0, 31.0):
        await cache.keys("unknown")

    assert remote.asked == 2


async def test_a_new_key_is_found_at_its_first_token():
    remote = Issuer()
    cache = remote.cache()
    await cache.keys(kid_of(KEY))

    remote.now = 40.0
    remote.document = {"keys": issuer().jwks()["keys"] + issuer(OTHER_KEY).jwks()["keys"]}
    found = await cache.keys(kid_of(OTHER_KEY))

    assert {key.kid for key in found} == {kid_of(KEY), kid_of(OTHER_KEY)}


async def test_the_last_good_keys_serve_for_a_day_of_silence():
    remote = Issuer()
    cache = remote.cache()
    await cache.keys(kid_of(KEY))
    remote.silent = True

    remote.now = 86_399.0
    assert isinstance(await cache.keys(kid_of(KEY)), KeySet)

    remote.now = 86_440.0
    with pytest.raises(KeysUnavailableError):
        await cache.keys(kid_of(KEY))


@pytest.mark.parametrize(
    "document", [{}, [], {"keys": "no"}, {"keys": [1, {"kty": "OKP"}, {"kty": "oct", "k": "AAAA"}]}]
)
async def test_a_broken_document_never_replaces_good_keys(document):
    remote = Issuer()
    cache = remote.cache()
    await cache.keys(kid_of(KEY))

    remote.now, remote.document = 700.0, document
    assert {key.kid for key in await cache.keys(kid_of(KEY))} == {kid_of(KEY)}
