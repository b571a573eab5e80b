"""Sealed values open in their own place only, and are shown only after an entry in the audit log."""

import asyncio

import pytest
from sqlalchemy import text

from shared.law.refusal import InvalidError
from shared.privacy.keyring import FileKeys, Keyring, UnknownKeyError
from shared.privacy.masking import DESTROYED
from shared.privacy.reveal import reveal
from shared.privacy.sealed import DestroyedSubjectError, SealedStore, TamperedValueError
from shared.privacy.shredding import SecondPersonNeededError, propose, shred

ID_NUMBER = "500232199003070014"


class AuditIsDownError(Exception):
    """The audit entry cannot be committed."""


async def test_a_value_comes_back_as_it_was_sealed(store, acts):
    ref = await acts.seal(acts.person, name="张三", phone="13800001234")

    assert await store.open(ref) == {"name": "张三", "phone": "13800001234"}
    assert await store.open(ref, ["name"]) == {"name": "张三"}


async def test_the_database_holds_no_clear_value(store, acts):
    await acts.seal(acts.person, {"id_number": ID_NUMBER}, name="张三", id_number=ID_NUMBER)

    async with store.engine.connect() as connection:
        for table in store.tables.all:
            stored = str((await connection.execute(table.select())).all())
            assert "张三" not in stored
            assert ID_NUMBER not in stored


async def test_rows_not_committed_leave_nothing(store, acts):
    ref, _ = await store.seal(acts.person, {"name": "张三"}, at=acts.at)

    assert await store.open(ref) == {}


@pytest.mark.parametrize(
    "place",
    ["ref", "field", "subject"],
)
async def test_a_ciphertext_moved_to_another_place_does_not_open(store, acts, place):
    mine = await acts.seal(acts.person, name="张三")
    moved_to = {"ref": f"'{acts.other}'", "field": "'address'", "subject": f"'{acts.other}'"}[place]
    async with store.engine.begin() as connection:
        await connection.execute(text(f"update sealed.value set {place} = {moved_to} where ref = '{mine}'"))

    with pytest.raises(TamperedValueError):
        await store.open(acts.other if place == "ref" else mine)


async def test_ciphertexts_swapped_between_two_versions_of_a_person_do_not_open(store, acts):
    first = await acts.seal(acts.person, name="张三")
    second = await acts.seal(acts.person, name="李四")
    async with store.engine.begin() as connection:
        await connection.execute(
            text(
                "update sealed.value v set nonce = o.nonce, ciphertext = o.ciphertext"
                f" from sealed.value o where v.ref = '{first}' and o.ref = '{second}'"
            )
        )

    with pytest.raises(TamperedValueError):
        await store.open(first)


async def test_another_service_cannot_open_the_row(store, acts, keyring):
    ref = await acts.seal(acts.person, name="张三")

    with pytest.raises(TamperedValueError):
        await SealedStore(store.engine, keyring, "supervision", store.tables).open(ref)


async def test_another_master_key_opens_nothing_and_an_old_one_still_does(store, acts, keyring):
    ref = await acts.seal(acts.person, name="张三")
    new = FileKeys(b"n" * 32)

    with pytest.raises(UnknownKeyError):
        await SealedStore(store.engine, Keyring(new), "complaints", store.tables).open(ref)

    rotated = Keyring(new, keyring._current)
    assert await SealedStore(store.engine, rotated, "complaints", store.tables).open(ref) == {"name": "张三"}


async def test_a_person_is_found_again_by_the_same_number_however_it_is_written(store, acts):
    await acts.seal(acts.person, {"id_number": ID_NUMBER}, name="张三")
    await acts.seal(acts.person, {"id_number": ID_NUMBER}, name="张三")

    assert await store.find_by_identifier("id_number", " 500232 19900307 0014") == [acts.person]
    assert await store.find_by_identifier("credit_code", "91350100M000100Y43") == []


async def test_who_hands_something_in_again_under_the_same_number_stays_the_same_person(store, acts):
    first, sealed = await store.seal_identified("id_number", ID_NUMBER, {"name": "张三"}, at=acts.at)
    await acts.commit(sealed.statements)
    again, more = await store.seal_identified("id_number", f" {ID_NUMBER}", {"name": "张三"}, at=acts.at)
    await acts.commit(more.statements)
    other, _ = await store.seal_identified("credit_code", "91350100M000100Y43", {"name": "某厂"}, at=acts.at)

    assert again == first != other
    assert await store.find_by_identifier("id_number", ID_NUMBER) == [first]
    assert await store.open(more.ref) == {"name": "张三"}
    async with store.engine.connect() as connection:
        keys = (await connection.execute(store.tables.data_key.select())).all()
    assert len(keys) == 1


async def test_many_who_come_at_once_are_each_known_by_their_own_number(store, acts):
    numbers = [f"50023219900307{tail}" for tail in ("0014", "0022", "0030", "0049")]
    mine = {}
    for number in numbers[:2]:
        mine[number], sealed = await store.seal_identified("id_number", number, {"name": "某"}, at=acts.at)
        await acts.commit(sealed.statements)

    people = await asyncio.gather(
        *(store.seal_identified("id_number", number, {"name": "某"}, at=acts.at) for number in numbers)
    )

    assert [person for person, _ in people[:2]] == list(mine.values())
    assert len({person for person, _ in people}) == len(numbers)


async def test_an_opened_value_does_not_print_itself(store, acts):
    opened = await store.open(await acts.seal(acts.person, name="张三"))

    assert "张三" not in repr(opened)
    assert f"{opened['name']}" == "张三"


async def test_a_reveal_returns_values_after_its_entry_is_committed(store, acts):
    ref = await acts.seal(acts.person, name="张三", phone="13800001234")
    entries = []

    async def record(access):
        entries.append(access)

    shown = await reveal(
        store, acts.command(), ref=ref, fields=["phone"], reason="电话核实投诉事项", record=record
    )

    assert shown == {"phone": "13800001234"}
    assert [(entry.ref, entry.fields, entry.reason) for entry in entries] == [
        (ref, ("phone",), "电话核实投诉事项")
    ]
    assert "13800001234" not in str(entries)


async def test_nothing_is_revealed_while_the_audit_log_cannot_commit(store, acts):
    ref = await acts.seal(acts.person, name="张三")

    async def record(access):
        raise AuditIsDownError

    with pytest.raises(AuditIsDownError):
        await reveal(store, acts.command(), ref=ref, fields=["name"], reason="核实身份", record=record)


@pytest.mark.parametrize(
    "reason", ["", "看看", "联系张三核实", "打 138 0000 1234 核实", "核实\n身份", "字" * 201]
)
async def test_a_reveal_needs_a_reason_that_names_nobody(store, acts, reason):
    ref = await acts.seal(acts.person, name="张三", phone="13800001234")
    entries = []

    async def record(access):
        entries.append(access)

    with pytest.raises(InvalidError):
        await reveal(store, acts.command(), ref=ref, fields=["name", "phone"], reason=reason, record=record)
    assert entries == []


async def test_what_is_not_sealed_cannot_be_revealed(store, acts):
    ref = await acts.seal(acts.person, name="张三")

    with pytest.raises(InvalidError):
        await reveal(store, acts.command(), ref=ref, fields=["phone"], reason="核实身份", record=print)


async def test_destroying_needs_a_second_person(store, acts):
    ref = await acts.seal(acts.person, name="张三")
    await acts.commit(propose(store, acts.command("chen"), acts.person, "retention_ended"))

    with pytest.raises(SecondPersonNeededError):
        await shred(store, acts.command("chen"), acts.person)
    assert await store.open(ref) == {"name": "张三"}

    await acts.commit(await shred(store, acts.command("wang"), acts.person))
    assert await store.open(ref) == {"name": DESTROYED}


async def test_two_accounts_of_one_person_are_one_person(store, acts):
    await acts.seal(acts.person, name="张三")
    await acts.commit(propose(store, acts.command("chen", acts.other), acts.person, "retention_ended"))

    with pytest.raises(SecondPersonNeededError):
        await shred(store, acts.command("chen-too", acts.other), acts.person)


async def test_nothing_is_destroyed_without_a_proposal(store, acts):
    with pytest.raises(SecondPersonNeededError):
        await shred(store, acts.command(), acts.person)


async def test_after_destruction_nothing_is_found_and_nothing_more_is_sealed(store, acts):
    await acts.seal(acts.person, {"id_number": ID_NUMBER}, name="张三")
    await acts.commit(propose(store, acts.command("chen"), acts.person, "retention_ended"))
    await acts.commit(await shred(store, acts.command("wang"), acts.person))

    assert await store.find_by_identifier("id_number", ID_NUMBER) == []
    with pytest.raises(DestroyedSubjectError):
        await store.seal(acts.person, {"name": "张三"}, at=acts.at)
