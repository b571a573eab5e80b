"""Each kind of letter on paper: all of its text, no glyph missing, nothing over the edge or overprinted."""

import pytest

from shared.documents.composing import compose
from shared.documents.kinds import letter_kind
from shared.documents.pdf import missing_glyphs, render_pages, render_pdf
from tests.shared.documents.paper import Paper, expected_texts, outside_ink, overlaps, squeezed
from tests.shared.documents.samples import IDS, KINDS, head_for, longest, sample, sample_values

SEEN = 2
"""How many pages from the front and from the back of a long letter are looked at."""


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_letter_as_in_a_real_case_is_whole_and_in_its_place(kind):
    content = sample(kind)

    paper = Paper(render_pdf(content))

    assert not missing_glyphs(content)
    assert [text for text in expected_texts(content) if text not in paper.text] == []
    for place in range(len(paper)):
        assert outside_ink(paper, place, kind.layout) == []
        assert overlaps(paper, place) == []


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_letter_filled_to_the_brim_is_whole_and_in_its_place(kind):
    content = longest(kind)

    paper = Paper(render_pdf(content))

    assert not missing_glyphs(content)
    letters = "W监囍"
    wanted = "".join(expected_texts(content))
    assert {each: paper.text.count(each) for each in letters} == {
        each: wanted.count(each) for each in letters
    }
    for place in {*range(min(SEEN, len(paper))), *range(max(0, len(paper) - SEEN), len(paper))}:
        assert outside_ink(paper, place, kind.layout) == []
        assert overlaps(paper, place) == []


def test_a_long_statement_runs_over_the_pages_of_its_form():
    kind = letter_kind("complaints", "registration_form")
    content = compose(kind, {**sample_values(kind), "statement": "事实与理由很长。" * 1_250}, head_for(kind))

    paper = Paper(render_pdf(content))

    assert len(paper) > 5
    assert paper.text.count("事实与理由很长。") == 1_250
    assert all(outside_ink(paper, place, kind.layout) == [] for place in range(len(paper)))


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_all_fonts_are_embedded_and_from_the_chain(kind):
    fonts = Paper(render_pdf(sample(kind))).fonts

    assert fonts
    assert all(fonts.values())
    families = {name.partition("+")[2].partition("-")[0] for name in fonts}
    assert families <= {"NotoSerifSC", "NotoSansSC", "NotoSansCJKsc"}


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_draft_and_a_voided_letter_are_marked_on_every_page(kind):
    for state, mark in (({"draft": True}, "草稿DRAFT"), ({"draft": True, "voided": True}, "作废VOID")):
        paper = Paper(render_pdf(sample(kind, **state)))

        assert all(mark in paper.page_text(place) for place in range(len(paper)))
    plain = Paper(render_pdf(sample(kind))).text
    assert "DRAFT" not in plain
    assert "VOID" not in plain


def test_pages_are_images_of_the_same_letter():
    content = sample(letter_kind("dispute_coordination", "coordination_opinion"))

    pages = render_pages(content)

    assert len(pages) == len(Paper(render_pdf(content)))
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_the_place_of_the_seal_is_words_and_never_a_picture():
    content = sample(letter_kind("complaints", "result_notice"))

    pdf = render_pdf(content)

    assert squeezed("（演示，未加盖印章）") in Paper(pdf).text
    assert b"/Subtype /Image" not in pdf
    assert b"/Subtype/Image" not in pdf


def test_a_pdf_is_an_archival_one():
    pdf = render_pdf(sample(letter_kind("complaints", "reply")))

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"/OutputIntents" in pdf


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_equal_letters_are_equal_byte_for_byte(kind):
    assert render_pdf(sample(kind)) == render_pdf(sample(kind))


def test_the_creation_date_is_that_of_the_letter():
    pdf = render_pdf(sample(letter_kind("complaints", "reply")))

    assert b"D:20261120000000Z" in pdf
