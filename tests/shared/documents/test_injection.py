"""Whatever stands in a field of a letter is text on paper and nothing else (R9)."""

import zipfile
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.documents.composing import compose
from shared.documents.docx import render_docx
from shared.documents.kinds import letter_kind
from shared.documents.pdf import render_pages, render_pdf
from tests.shared.documents.paper import Paper, outside_ink, squeezed
from tests.shared.documents.samples import IDS, KINDS, head_for, sample, sample_values

HOSTILE = [
    "{0.__class__}",
    "{case_number}{number}{issuer}",
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0": *',
    '")]; #panic("x") //',
    "= Heading *strong* _emph_ $x^2$ <label> @ref \\ /* */ // https://example.org",
    "{{ 7*7 }}{% for x in y %}",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "]]><!--&xxe;<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe }",
    "../../../etc/passwd%00",
]
REPLY = letter_kind("complaints", "reply")
ORDER = letter_kind("complaints", "correction_order")
FORM = letter_kind("complaints", "registration_form")


def _filled(kind, text):
    """The text in every value and every place of the head."""
    values = {name: _hostile(kind, name, text) for name in kind.labels}
    given_head = {"addressees": (text,), "attachments": (text,), "copies": (text,), "contact": text}
    short = {
        name: text for name in ("case_number", "number", "signer", "seal", "approved_by") if len(text) <= 60
    }
    return compose(kind, values, head_for(kind, **given_head, **short))


def _hostile(kind, name, text):
    usual = sample_values(kind)[name]
    field = kind.field_named(name)
    if (field.type == "date") if field else name.endswith("_on"):
        return usual
    return [text, text] if field and field.type == "list" else text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [REPLY, ORDER, FORM], ids=["text", "list", "table"])
def test_hostile_text_stands_on_paper_as_it_was_written(kind, text):
    content = _filled(kind, text)
    # the stop at the end of a value gives way to the one of our sentence
    shown, times = squeezed(text), sum(squeezed(each).count(squeezed(text)) for each in content.texts())

    paper = Paper(render_pdf(content))

    assert times > 5
    assert paper.text.count(shown) == times
    assert "root:" not in paper.text
    assert all(outside_ink(paper, place, kind.layout) == [] for place in range(len(paper)))


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_hostile_text_in_every_field_of_every_kind_changes_nothing_but_the_text(kind):
    text = '#panic("x"){{7*7}}{respondent}<w:p>=cmd'

    content = _filled(kind, text)

    assert squeezed(text) in Paper(render_pdf(content)).text
    assert "49" not in "".join(content.texts()).replace("2049", "")
    assert text in _words(render_docx(content))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_document_takes_hostile_text_as_the_text_of_a_run(text):
    plain, hostile = render_docx(sample(ORDER)), render_docx(_filled(ORDER, text))

    assert text in _words(hostile)
    assert _codes(hostile) == _codes(plain)
    assert zipfile.ZipFile(BytesIO(hostile)).namelist() == zipfile.ZipFile(BytesIO(plain)).namelist()


def test_a_word_of_ten_thousand_letters_is_broken_inside_the_page():
    for letters in ("W" * 10_000, "é" * 10_000, "1-/" * 3_333):
        content = compose(REPLY, {**sample_values(REPLY), "progress": letters}, head_for(REPLY))

        paper = Paper(render_pdf(content))

        assert letters[:200] in paper.text
        assert all(outside_ink(paper, place, "instrument") == [] for place in range(len(paper)))


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_whatever_gives_a_letter_in_all_three_forms(text):
    content = compose(REPLY, {**sample_values(REPLY), "next_steps": text}, head_for(REPLY, contact=text))

    assert render_pdf(content).startswith(b"%PDF-")
    assert render_pages(content, dots_per_inch=24)
    docx.Document(BytesIO(render_docx(content)))


def _words(packed):
    document = docx.Document(BytesIO(packed))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def _codes(packed):
    """Everything in the document that Word carries out."""
    with zipfile.ZipFile(BytesIO(packed)) as package:
        xml = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    return {code: xml.count(f"<{code}") for code in ("w:instrText", "w:fldSimple", "w:object", "w:hyperlink")}
