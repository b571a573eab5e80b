"""Three administrators run the accounts, and none of them can do it alone (三员)."""

from uuid import uuid4

import pytest

from services.identity.application.passwords import random_password
from services.identity.rules import password_faults

GOOD = "Quiet-River-2026"


async def opened(identity, name="li.na"):
    answer = await identity.post("system_admin", "/accounts", {"username": name})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def granted(identity, account_id, **grant):
    return await identity.on("security_admin", account_id, "role", grant)


async def test_an_account_begins_without_rights(identity):
    account = await opened(identity)

    assert (await identity.sign_in("li.na", account["initial_password"])).status_code == 401


async def test_system_opens_security_grants_and_the_first_password_must_change(identity):
    account = await opened(identity)
    shown = await granted(identity, account["id"], role="agency_clerk", agency="ecology")
    assert (shown.status_code, shown.json()["role"]) == (200, "agency_clerk")

    first = (await identity.sign_in("li.na", account["initial_password"])).json()
    assert first["must_change_password"]
    assert set(first["tokens"]) == {"identity"}

    headers = {"Authorization": f"Bearer {first['tokens']['identity']}", "Idempotency-Key": uuid4().hex}
    body = {"current_password": account["initial_password"], "new_password": GOOD}
    assert (
        await identity.http.post("/api/v1/identity/password", json=body, headers=headers)
    ).status_code == 200

    second = (await identity.sign_in("li.na", GOOD)).json()
    assert not second["must_change_password"]
    assert "complaints" in second["tokens"]


DUTIES = [
    ("/accounts", {"username": "x"}, {"system_admin"}),
    ("/sandbox-clock", {"by_seconds": 60}, {"system_admin"}),
]


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize(("path", "body", "may"), DUTIES, ids=["open", "clock"])
async def test_duties_of_the_system_administrator_are_nobody_elses(identity, path, body, may):
    allowed = {
        name
        for name in identity.passwords
        if (await identity.post(name, path, body)).status_code in {200, 201}
    }

    assert allowed == may


@pytest.mark.parametrize("act", ["role", "person"])
async def test_only_the_security_administrator_grants(identity, act):
    account = await opened(identity)
    body = {"role": "discipline"} if act == "role" else {"person": str(uuid4())}
    for name in identity.passwords:
        answer = await identity.on(name, account["id"], act, body)
        assert (answer.status_code == 200) == (name == "security_admin"), name


async def test_nobody_grants_to_their_own_account(identity):
    own = identity.ids["security_admin"]

    answer = await granted(identity, own, role="bureau_head", agency="bureau")

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:jiandu:problem:role-conflict")


@pytest.mark.parametrize("name", ["system_admin", "audit_admin"])
async def test_an_administrators_account_never_gets_another_role(identity, name):
    answer = await granted(identity, identity.ids[name], role="bureau_clerk", agency="bureau")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "grant",
    [
        {"role": "agency_clerk"},
        {"role": "bureau_clerk", "agency": "ecology"},
        {"role": "auditor", "agency": "ecology"},
        {"role": "queen"},
        {"role": "agency_clerk", "agency": "../x"},
    ],
)
async def test_a_role_needs_its_agency(identity, grant):
    account = await opened(identity)

    assert (await granted(identity, account["id"], **grant)).status_code == 422


async def test_the_suites_own_role_is_never_granted(identity):
    account = await opened(identity)

    assert (await granted(identity, account["id"], role="system")).status_code == 403


async def test_a_login_name_is_taken_once(identity):
    await opened(identity, "Li.Na")

    answer = await identity.post("system_admin", "/accounts", {"username": "li.na"})

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("name-taken")


async def test_a_disabled_account_signs_in_no_more_and_its_sessions_end(identity):
    body = {"username": "bureau_clerk", "password": identity.passwords["bureau_clerk"]}
    secret = (await identity.http.post("/api/v1/identity/sessions", json=body)).json()["session_secret"]

    disabled = await identity.on("system_admin", identity.ids["bureau_clerk"], "disablement")
    assert disabled.json()["state"] == "disabled"
    assert (await identity.sign_in("bureau_clerk")).status_code == 401
    refreshed = await identity.http.post(
        "/api/v1/identity/sessions/tokens", json={}, headers={"Jiandu-Session": secret}
    )
    assert refreshed.status_code == 401

    await identity.on("system_admin", identity.ids["bureau_clerk"], "enablement")
    assert (await identity.sign_in("bureau_clerk")).status_code == 200


async def test_a_person_is_linked_for_good(identity):
    account, person = await opened(identity), str(uuid4())
    await identity.on("security_admin", account["id"], "person", {"person": person})

    other = await identity.on("security_admin", account["id"], "person", {"person": str(uuid4())})

    assert other.status_code == 409
    assert (await identity.get("audit_admin", f"/accounts/{account['id']}")).json()["person"] == person


async def test_administrators_list_accounts_without_names(identity):
    listed = await identity.get("audit_admin", "/accounts")

    assert listed.json()["count"] == len(identity.passwords)
    assert "ecology.clerk" not in listed.text
    assert (await identity.get("bureau_head", "/accounts")).status_code == 403


@pytest.mark.parametrize(
    "password",
    ["Short-1", "alllowercaseletters", "bureau_head-Q1x", "Aa1Aa1Aa1Aa1", "A-1" + "x" * 200],
    ids=["short", "one class", "holds the name", "few characters", "too long"],
)
async def test_a_weak_password_is_refused(identity, password):
    body = {"current_password": identity.passwords["bureau_head"], "new_password": password}

    answer = await identity.post("bureau_head", "/password", body)

    assert answer.status_code == 422
    assert password not in answer.text


async def test_the_last_five_passwords_are_refused(identity):
    now = identity.passwords["bureau_head"]
    for number in range(5):
        body = {"current_password": now, "new_password": f"Quiet-River-{number}"}
        assert (await identity.post("bureau_head", "/password", body)).status_code == 200
        now = identity.passwords["bureau_head"] = f"Quiet-River-{number}"

    for number, status in ((4, 422), (0, 422)):
        body = {"current_password": now, "new_password": f"Quiet-River-{number}"}
        assert (await identity.post("bureau_head", "/password", body)).status_code == status


async def test_a_new_password_ends_all_sessions(identity):
    body = {"username": "bureau_head", "password": identity.passwords["bureau_head"]}
    secret = (await identity.http.post("/api/v1/identity/sessions", json=body)).json()["session_secret"]

    change = {"current_password": identity.passwords["bureau_head"], "new_password": GOOD}
    assert (await identity.post("bureau_head", "/password", change)).status_code == 200

    refreshed = await identity.http.post(
        "/api/v1/identity/sessions/tokens", json={}, headers={"Jiandu-Session": secret}
    )
    assert refreshed.status_code == 401


async def test_a_wrong_current_password_changes_nothing(identity):
    body = {"current_password": "wrong-Password-1", "new_password": GOOD}

    assert (await identity.post("bureau_head", "/password", body)).status_code == 401
    assert (await identity.sign_in("bureau_head")).status_code == 200


async def test_a_reset_gives_a_password_to_be_changed(identity):
    reset = await identity.on("system_admin", identity.ids["bureau_clerk"], "password")

    assert (await identity.sign_in("bureau_clerk")).status_code == 401
    again = await identity.sign_in("bureau_clerk", reset.json()["initial_password"])
    assert again.json()["must_change_password"]


async def test_a_repeated_request_opens_one_account_and_keeps_its_password_to_itself(identity):
    headers = await identity.headers("system_admin")
    first, second = [
        await identity.http.post("/api/v1/identity/accounts", json={"username": "li.na"}, headers=headers)
        for _ in range(2)
    ]

    assert first.json()["id"] == second.json()["id"]
    assert second.json().get("initial_password") is None
    assert first.json()["initial_password"] not in str(await identity.rows("select * from idempotency"))


async def test_read_models_are_the_same_from_zero(identity):
    await opened(identity)
    before = await identity.rows("select * from account order by account")

    from services.identity.views import ACCOUNT

    await identity.app.state.parts.log.rebuild([ACCOUNT])

    assert await identity.rows("select * from account order by account") == before


@pytest.mark.parametrize(
    ("password", "name", "good"),
    [
        ("Quiet-River-2026", "li", True),
        ("Li-Na-in-2026", "li.na", True),
        ("Quiet-li.na-2026", "li.na", False),
        ("quiet river 2026", "li.na", True),
        ("quietriver2026", "li.na", False),
        ("安静的河流二〇二六年Ab1", "li.na", True),
    ],
)
def test_password_rules(password, name, good):
    assert (password_faults(password, name) == []) is good


def test_a_first_password_is_good_for_its_name():
    for name in ("x", "ab", "abcd"):
        assert password_faults(random_password(name), name) == []
