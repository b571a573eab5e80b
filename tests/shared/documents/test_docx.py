"""The same letters as DOCX: opened again with a reader of such files."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from shared.documents.content import Paragraph, chinese_date
from shared.documents.docx import render_docx
from shared.documents.fonts import OFFICE_NAMES
from shared.documents.kinds import letter_kind
from tests.shared.documents.paper import squeezed
from tests.shared.documents.samples import IDS, KINDS, longest, sample

REPLY = letter_kind("complaints", "reply")
TRANSFER = letter_kind("complaints", "transfer_letter")


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
@pytest.mark.parametrize("filled", [sample, longest])
def test_all_text_of_the_model_stands_in_the_document(kind, filled):
    content = filled(kind)

    written = _text(_opened(content))

    assert [text for text in map(squeezed, content.texts()) if text not in written] == []


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_the_paragraphs_of_the_body_are_those_of_the_model_in_their_order(kind):
    content = sample(kind)

    paragraphs = [each.text for each in _opened(content).paragraphs]

    wanted = [block.line for block in content.blocks if isinstance(block, Paragraph)]
    start = paragraphs.index(wanted[0]) if wanted else 0
    assert paragraphs[start : start + len(wanted)] == wanted or kind.layout == "form"
    assert set(wanted) <= set(paragraphs)


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_every_run_names_an_official_font_for_chinese_too(kind):
    document = _opened(sample(kind))

    runs = [run for paragraph in _paragraphs(document) for run in paragraph.runs]
    names = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in runs}
    assert names <= set(OFFICE_NAMES.values())
    assert "仿宋_GB2312" in names
    assert "方正小标宋简体" in names
    assert {run.font.name for run in runs} == names


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_equal_letters_are_equal_byte_for_byte(kind):
    assert render_docx(sample(kind)) == render_docx(sample(kind))


def test_the_page_has_the_figures_of_the_standard():
    section = _opened(sample(REPLY)).sections[0]

    assert (section.page_width, section.page_height) == (_close(Mm(210)), _close(Mm(297)))
    assert (section.top_margin, section.bottom_margin) == (_close(Mm(37)), _close(Mm(35)))
    assert (section.left_margin, section.right_margin) == (_close(Mm(28)), _close(Mm(26)))
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    # 22 lines in 225 mm, in twentieths of a point
    assert int(grid.get(qn("w:linePitch"))) == pytest.approx(225 / 25.4 * 72 * 20 / 22, abs=1)
    # 28 characters of 16 points in 156 mm, in 4096ths of a point
    assert int(grid.get(qn("w:charSpace"))) == pytest.approx((156 / 25.4 * 72 / 28 - 16) * 4096, abs=1)


def test_title_and_body_have_their_sizes_and_the_body_its_indent():
    document = _opened(sample(REPLY))

    title = next(each for each in document.paragraphs if each.text == "答复书")
    body = next(each for each in document.paragraphs if each.text.startswith("你（单位）"))
    assert title.runs[0].font.size == Pt(22)
    assert body.runs[0].font.size == Pt(16)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_a_letter_has_its_rules_on_the_first_page_and_numbers_from_the_second():
    section = _opened(sample(TRANSFER)).sections[0]

    assert section.different_first_page_header_footer
    assert "重庆市武隆区司法局" in "".join(each.text for each in section.first_page_header.paragraphs)
    assert "PAGE" not in section.first_page_footer._element.xml
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml
    assert "thickThinSmallGap" in section.first_page_header._element.xml


@pytest.mark.parametrize("kind", [REPLY, TRANSFER], ids=["instrument", "letter"])
@pytest.mark.parametrize(("state", "mark"), [("draft", "草稿 DRAFT"), ("voided", "作废 VOID")])
def test_drafts_and_voided_letters_are_marked_on_every_page(kind, state, mark):
    section = _opened(sample(kind, **{state: True})).sections[0]

    headers = [section.header, section.even_page_header, section.first_page_header]
    assert all(any(mark == each.text for each in header.paragraphs) for header in headers)
    assert "DRAFT" not in _text(_opened(sample(kind)))


def test_the_file_says_what_it_is_and_when_it_was_made():
    about = _opened(sample(REPLY)).core_properties

    assert (about.title, about.author) == ("答复书", "重庆市武隆区司法局")
    assert chinese_date(about.created.date()) == "2026年11月20日"


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_the_parts_stand_in_the_order_that_the_schema_wants(kind):
    body = _opened(sample(kind)).element.body

    for properties in body.iter(qn("w:pPr")):
        _assert_ordered(properties, "keepNext keepLines pBdr tabs spacing ind jc rPr")
    for properties in body.iter(qn("w:rPr")):
        _assert_ordered(properties, "rFonts b color sz u")
    _assert_ordered(body.sectPr, "pgSz pgMar cols titlePg docGrid")


def test_an_open_package_has_no_macros_and_nothing_from_outside():
    packed = zipfile.ZipFile(BytesIO(render_docx(sample(REPLY))))

    assert not [name for name in packed.namelist() if name.endswith((".bin", ".vba")) or "embeddings" in name]
    relations = [packed.read(name) for name in packed.namelist() if name.endswith(".rels")]
    assert not [each for each in relations if b'TargetMode="External"' in each]


def _opened(content):
    return docx.Document(BytesIO(render_docx(content)))


def _close(length):
    return pytest.approx(length, abs=700)  # a twentieth of a point


def _paragraphs(document):
    section = document.sections[0]
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs
    for part in (
        section.header,
        section.even_page_header,
        section.first_page_header,
        section.footer,
        section.first_page_footer,
    ):
        yield from part.paragraphs


def _text(document):
    return squeezed("".join(each.text for each in _paragraphs(document)))


def _assert_ordered(properties, names):
    order = [qn(f"w:{name}") for name in names.split()]
    found = [order.index(each.tag) for each in properties if each.tag in order]
    assert found == sorted(found)
