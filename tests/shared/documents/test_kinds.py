import pytest
import yaml

from shared.documents.kinds import KINDS as BUNDLED
from shared.documents.kinds import FaultyKindError, kinds_of, letter_kind, load_kinds
from shared.law.book import LawBook
from tests.shared.documents.samples import FRIDAY, IDS, KINDS

COMPLAINTS = {
    "registration_form",
    "acceptance_notice",
    "decline_notice",
    "forwarding_letter",
    "extension_approval_form",
    "extension_notice",
    "investigation_notice",
    "recusal_decision",
    "discussion_record",
    "reply",
    "result_notice",
    "correction_order",
    "compensation_notice",
    "transfer_letter",
    "accountability_recommendation",
    "appeal_answer",
    "new_date_notice",
}
DISPUTES = {
    "coordination_request",
    "supplement_notice",
    "acceptance_notice",
    "decline_decision",
    "coordination_notice",
    "deemed_withdrawal_notice",
    "extension_approval_form",
    "extension_notice",
    "suspension_notice",
    "resumption_notice",
    "meeting_notice",
    "consent_request",
    "coordination_opinion",
    "coordination_proposal",
    "tentative_opinion",
    "government_decision",
    "urgent_enforcement_request",
    "urgent_enforcement_decision",
    "termination_notice",
    "execution_reminder",
}
SHARED = {
    "delivery_receipt",
    "address_confirmation",
    "public_notice",
    "file_cover",
    "file_contents",
    "file_notes",
}

PLAIN = {
    "title_zh": "通知书",
    "title_en": "Notice",
    "word": "通",
    "layout": "instrument",
    "issuer": "bureau",
    "approver": "none",
    "numbered": True,
    "facts": {"subject": "事由"},
    "body": ["关于{subject}。"],
}


@pytest.mark.parametrize(
    ("service", "codes"), [("complaints", COMPLAINTS), ("dispute_coordination", DISPUTES), ("shared", SHARED)]
)
def test_every_letter_of_the_procedures_has_a_kind(service, codes):
    assert {kind.code for kind in kinds_of(service)} == codes


def test_both_procedures_find_the_papers_that_they_share():
    for service in ("complaints", "dispute_coordination"):
        assert letter_kind(service, "delivery_receipt") is letter_kind("shared", "delivery_receipt")


def test_a_kind_that_does_not_exist_is_not_found():
    with pytest.raises(KeyError):
        letter_kind("complaints", "coordination_opinion")


def test_no_two_kinds_of_a_register_share_a_word():
    words = [(kind.service, kind.word) for kind in KINDS if kind.numbered]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_every_rule_that_a_kind_cites_stands_in_the_law(kind):
    known = {rule.key for regulation in _regulations() for rule in regulation.rules}

    assert {*kind.basis, *([kind.due] if kind.due else [])} <= known
    assert kind.basis


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_fields_and_facts_are_named_in_both_languages_or_by_their_chinese_name(kind):
    assert all(kind.labels.values())
    assert all(each.label_en and each.label_en.isascii() for each in kind.fields)
    assert kind.title_zh and kind.title_en.isascii()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({"layout": "poster"}, "layout is one of", id="layout"),
        pytest.param({"approver": "clerk"}, "approver is one of", id="approver"),
        pytest.param({"numbered": False}, "has a word exactly if", id="word without number"),
        pytest.param({"addressees": ["everybody"]}, "unknown: everybody", id="addressee"),
        pytest.param({"body": ["关于{matter}。"]}, "neither field nor fact: matter", id="unknown name"),
        pytest.param({"body": ["关于此事。"]}, "without a place: subject", id="unused fact"),
        pytest.param({"due": "complaints.handling"}, "go together", id="period without its duty"),
        pytest.param(
            {"due": "complaints.handling", "due_duty": "办理"},
            "no place for the end",
            id="period without place",
        ),
        pytest.param({"colour": "red"}, "unknown entries: colour", id="unknown entry"),
        pytest.param({"title_zh": None, "layout": None}, "layout is one of", id="empty"),
        pytest.param({"fields": [{"name": "subject"}]}, "label_zh", id="field without label"),
        pytest.param(
            {"fields": [{"name": "subject", "label_zh": "事由", "label_en": "Subject"}]},
            "named twice: subject",
            id="fact and field",
        ),
        pytest.param(
            {"fields": [{"name": "x", "label_zh": "甲", "label_en": "X", "type": "picture"}]},
            "the type is one of",
            id="type of a field",
        ),
        pytest.param(
            {"body": ["{subject}", {"picture": "x"}]}, "unknown entry: picture", id="entry of the body"
        ),
        pytest.param({"body": [{"paragraph": "{subject}", "level": 5}]}, "levels go from", id="level"),
        pytest.param(
            {"body": [{"table": [["{subject}", "", ""]], "widths": [1, 2]}]},
            "more cells",
            id="cells of a row",
        ),
    ],
)
def test_a_faulty_kind_is_refused_with_its_place(tmp_path, change, fault):
    _write(tmp_path, "one.yaml", {"notice": {**PLAIN, **change}})

    with pytest.raises(FaultyKindError, match=fault) as refused:
        load_kinds(tmp_path)

    assert str(refused.value).startswith("one.yaml: notice: ")


def test_a_word_that_stands_twice_in_a_service_is_refused(tmp_path):
    _write(tmp_path, "one.yaml", {"notice": PLAIN, "other": PLAIN})

    with pytest.raises(FaultyKindError, match="other has the word of notice: 通"):
        load_kinds(tmp_path)


@pytest.mark.parametrize("content", ["[]", "service: complaints", "service: nowhere\nkinds: {}\n"])
def test_a_file_that_is_no_file_of_kinds_is_refused(tmp_path, content):
    (tmp_path / "one.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(FaultyKindError, match=r"one\.yaml"):
        load_kinds(tmp_path)


def test_the_files_are_read_once():
    assert load_kinds(BUNDLED) is load_kinds(BUNDLED)


def _write(folder, name, kinds):
    data = {"service": "complaints", "kinds": kinds}
    (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def _regulations():
    book = LawBook.bundled()
    return [book.regulation(name, on=FRIDAY) for name in book.names]
