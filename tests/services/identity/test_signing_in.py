"""Signing in: tokens per service, the lock, sessions; nothing tells whether a name exists."""

import asyncio

import pytest

from shared.identity.actor import Post, Role

WRONG = "wrong-Password-1"


async def fail(identity, name, times):
    return [(await identity.sign_in(name, WRONG)).status_code for _ in range(times)]


async def test_one_sign_in_gives_one_token_per_service(identity):
    given = (await identity.sign_in("bureau_head", audiences=["complaints", "supervision_opinions"])).json()

    assert given["token_type"] == "Bearer"
    assert given["expires_in"] == 600
    assert set(given["tokens"]) == {"complaints", "supervision_opinions"}
    for service, token in given["tokens"].items():
        actor = await identity.actor(token, service)
        assert (actor.role, actor.agency, actor.posts) == (Role.BUREAU_HEAD, "bureau", {Post.HEAD})
        assert actor.person is not None


async def test_without_audiences_every_service_of_the_suite_gets_a_token(identity):
    tokens = (await identity.sign_in("bureau_clerk")).json()["tokens"]

    assert {"complaints", "statutes", "dashboard", "audit", "enforcement_registry"} <= set(tokens)


@pytest.mark.usefixtures("everybody")
async def test_there_is_an_account_for_every_role(identity):
    roles = {(await identity.sign_in(name)).json()["role"] for name in identity.passwords}

    assert roles == {role.value for role in Role if role is not Role.SYSTEM}


async def test_a_name_is_known_however_it_is_typed(identity):
    assert (await identity.sign_in(" Bureau_Clerk ", identity.passwords["bureau_clerk"])).status_code == 200


async def test_wrong_password_and_unknown_name_answer_alike(identity):
    known, unknown = await identity.sign_in("bureau_clerk", WRONG), await identity.sign_in("nobody", WRONG)

    assert (known.status_code, unknown.status_code) == (401, 401)
    drop = {"request_id"}
    assert {k: v for k, v in known.json().items() if k not in drop} == {
        k: v for k, v in unknown.json().items() if k not in drop
    }


@pytest.mark.parametrize("name", ["bureau_clerk", "nobody"])
async def test_five_failures_lock_for_a_quarter_of_an_hour_whether_the_name_exists_or_not(identity, name):
    assert await fail(identity, name, 7) == [401, 401, 401, 401, 401, 429, 429]

    locked = await identity.sign_in(name, identity.passwords.get(name, WRONG))
    assert locked.status_code == 429
    assert 0 < int(locked.headers["Retry-After"]) <= 900


async def test_the_lock_ends_by_itself_on_host_time(identity):
    await fail(identity, "bureau_clerk", 5)
    identity.pass_host_time(minutes=14, seconds=50)
    assert (await identity.sign_in("bureau_clerk")).status_code == 429

    identity.pass_host_time(minutes=15, seconds=10)
    assert (await identity.sign_in("bureau_clerk")).status_code == 200


async def test_the_sandbox_clock_opens_no_lock(identity):
    await fail(identity, "bureau_clerk", 5)
    await identity.post("system_admin", "/sandbox-clock", {"by_seconds": 86_400})

    assert (await identity.sign_in("bureau_clerk")).status_code == 429


async def test_a_success_takes_the_count_back(identity):
    await fail(identity, "bureau_clerk", 4)
    assert (await identity.sign_in("bureau_clerk")).status_code == 200

    assert await fail(identity, "bureau_clerk", 4) == [401] * 4


async def test_parallel_guesses_get_no_more_tries(identity):
    answers = await asyncio.gather(*(identity.sign_in("bureau_clerk", WRONG) for _ in range(12)))

    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 7


async def test_many_honest_sign_ins_at_once_lock_nobody(identity):
    answers = await asyncio.gather(*(identity.sign_in("bureau_clerk") for _ in range(12)))

    assert {answer.status_code for answer in answers} == {200}


async def test_every_sign_in_and_every_refusal_leaves_an_audit_entry(identity):
    await identity.sign_in("bureau_clerk")
    await fail(identity, "bureau_clerk", 6)
    await identity.sign_in("nobody", WRONG)

    entries = await identity.audit("sign_in")
    account = identity.ids["bureau_clerk"]
    assert [(e["outcome"], e["reason"], e["object"]) for e in entries] == [
        ("accepted", None, account),
        *[("refused", "wrong-credentials", account)] * 5,
        ("refused", "sign-in-locked", None),
        ("refused", "wrong-credentials", None),
    ]
    assert [entry["object"] for entry in await identity.audit("lock_account")] == [account]


async def test_names_and_hashes_are_in_no_event_and_in_no_audit_entry(identity):
    await fail(identity, "bureau_clerk", 5)
    await identity.post("bureau_head", "/password", new_password(identity, "bureau_head"))

    kept = str(await identity.rows("select convert_from(state, 'UTF8') as state, metadata from events"))
    kept += str(await identity.rows("select entry from audit_outbox"))
    kept += str(await identity.rows("select * from sealed.value")) + str(
        await identity.rows("select * from account")
    )
    assert "argon2" not in kept
    for name, password in identity.passwords.items():
        assert password not in kept
        assert f'"{name}"' not in kept or name in {role.value for role in Role}
    assert "ecology.clerk" not in kept


def new_password(identity, name, new="Quiet-River-2026"):
    return {"current_password": identity.passwords[name], "new_password": new}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "bureau_clerk"},
        {"username": "", "password": "x"},
        {"username": "a\u0000b", "password": "x"},
        {"username": "x" * 500, "password": "x"},
        {"username": "bureau_clerk", "password": "x" * 2_000},
        {"username": "bureau_clerk", "password": "x", "audiences": ["../etc"]},
        {"username": "bureau_clerk", "password": "x", "more": 1},
    ],
)
async def test_malformed_sign_ins_are_invalid_and_echo_nothing(identity, body):
    answer = await identity.http.post("/api/v1/identity/tokens", json=body)

    assert answer.status_code == 422
    assert "bureau_clerk" not in answer.text


async def session(identity, name="bureau_clerk"):
    body = {"username": name, "password": identity.passwords[name], "audiences": ["complaints"]}
    return await identity.http.post("/api/v1/identity/sessions", json=body)


async def refreshed(identity, secret):
    headers = {"Jiandu-Session": secret}
    path = "/api/v1/identity/sessions/tokens"
    return await identity.http.post(path, json={"audiences": ["complaints"]}, headers=headers)


async def test_a_session_fetches_fresh_tokens_and_ends(identity):
    opened = await session(identity)
    secret = opened.json()["session_secret"]
    assert opened.status_code == 201

    again = await refreshed(identity, secret)
    assert (
        await identity.actor(again.json()["tokens"]["complaints"], "complaints")
    ).role is Role.BUREAU_CLERK

    ended = await identity.http.delete("/api/v1/identity/sessions", headers={"Jiandu-Session": secret})
    assert ended.status_code == 204
    assert (await refreshed(identity, secret)).status_code == 401
    assert [entry["object"] for entry in await identity.audit("end_session")] == [
        identity.ids["bureau_clerk"]
    ]


async def test_an_idle_session_ends_after_half_an_hour(identity):
    secret = (await session(identity)).json()["session_secret"]
    for minutes in (29, 58, 87):
        identity.pass_host_time(minutes=minutes)
        assert (await refreshed(identity, secret)).status_code == 200

    identity.pass_host_time(minutes=118)
    assert (await refreshed(identity, secret)).status_code == 401


async def test_a_busy_session_ends_after_eight_hours(identity):
    secret = (await session(identity)).json()["session_secret"]
    for minutes in range(25, 480, 25):
        identity.pass_host_time(minutes=minutes)
        assert (await refreshed(identity, secret)).status_code == 200

    identity.pass_host_time(hours=8, seconds=1)
    assert (await refreshed(identity, secret)).status_code == 401


async def test_the_oldest_session_gives_way(identity):
    secrets = [(await session(identity)).json()["session_secret"] for _ in range(6)]

    assert [(await refreshed(identity, secret)).status_code for secret in secrets] == [401] + [200] * 5


@pytest.mark.parametrize("secret", ["", "unknown", "x" * 5_000])
async def test_an_unknown_session_is_ended(identity, secret):
    assert (await refreshed(identity, secret)).status_code == 401


async def test_the_database_knows_no_session_secret(identity):
    secret = (await session(identity)).json()["session_secret"]

    assert secret not in str(await identity.rows("select * from sealed.session"))


async def test_published_keys_are_public(identity):
    keys = (await identity.http.get("/api/v1/identity/jwks")).json()["keys"]

    assert [(key["kty"], key["crv"], "d" in key) for key in keys] == [("OKP", "Ed25519", False)]
