"""Letters as DOCX, built piece by piece with the office's font names (可编辑文本).

No template file and no field that takes text of persons: every value is the text of a run.
"""

from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Length, Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from shared.documents.content import Block, LetterContent, Paragraph, Signatures, Table, chinese_date
from shared.documents.fonts import Role
from shared.documents.ooxml import (
    BODY,
    FORM,
    LINE,
    SMALL,
    Rule,
    add_line,
    border,
    element,
    indent,
    name_fonts,
    spaced,
    styled,
    widen,
    write,
)
from shared.documents.packing import packed_alike

TEXT_WIDTH = Mm(156)
_ROLES = (Role.BODY, Role.HEADING, Role.SUBHEADING, Role.BODY, Role.BODY)
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


Place = Document | _Cell | _Header | _Footer


def render_docx(content: LetterContent) -> bytes:
    """The letter as an Office Open XML document; equal contents give equal bytes."""
    document = docx.Document()
    _describe(document, content)
    _set_page(document, content)
    {"instrument": _instrument, "letter": _letter, "form": _form}[content.layout](document, content)
    stream = BytesIO()
    document.save(stream)
    return packed_alike(stream.getvalue())


# ---- page ----


def _describe(document: Document, content: LetterContent) -> None:
    about = document.core_properties
    moment = datetime.combine(content.dated, time(), tzinfo=UTC)
    about.title, about.author, about.last_modified_by = content.title[:255], content.issuer[:255], ""
    about.comments, about.created, about.modified, about.revision = "", moment, moment, 1
    normal = document.styles["Normal"]
    normal.font.size = BODY
    name_fonts(normal.element.get_or_add_rPr(), Role.BODY)


def _set_page(document: Document, content: LetterContent) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # the number of 14 pt stands 7 mm below the text: 35 - 7 - 5
    section.header_distance, section.footer_distance = Mm(30), Mm(23)
    _set_grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = content.layout == "letter"
    _folio(section.footer, _RIGHT)
    _folio(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    mark = "作废 VOID" if content.voided else "草稿 DRAFT" if content.draft else ""
    for header in (section.header, section.even_page_header, section.first_page_header):
        header.is_linked_to_previous = False
        if mark:
            write(_first(header), mark, Role.HEADING, FORM, red=True).alignment = _CENTRE


def _set_grid(section: Section) -> None:
    """22 lines of 28 characters (版心)."""
    grid = element("w:docGrid", {"w:type": "linesAndChars", "w:linePitch": "580", "w:charSpace": "-848"})
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(grid)


def _folio(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
    footer.is_linked_to_previous = False
    line = _first(footer)
    line.alignment = side
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = SMALL
    write(line, "— ", Role.FOLIO, SMALL)
    run = styled(line.add_run(), Role.FOLIO, SMALL)
    for part in ("begin", "", "end"):
        run._r.append(
            element("w:fldChar", {"w:fldCharType": part}) if part else element("w:instrText", {}, "PAGE")
        )
    write(line, " —", Role.FOLIO, SMALL)


# ---- layouts ----


def _instrument(document: Document, content: LetterContent) -> None:
    issuer = add_line(document, content.issuer, Role.TITLE, Pt(26), red=True)
    issuer.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    issuer.alignment = _CENTRE
    number = add_line(document, content.number)
    number.alignment = _CENTRE
    border(number, "bottom", Rule("single", 8, "C00000", 11))
    _text(document, content)
    _imprint(document, content, ruled=True)


def _letter(document: Document, content: LetterContent) -> None:
    section = document.sections[0]
    head = section.first_page_header
    mark = write(
        head.add_paragraph() if _first(head).text else _first(head),
        content.issuer,
        Role.TITLE,
        Pt(28),
        red=True,
    )
    mark.alignment = _CENTRE
    widen(mark)
    border(mark, "bottom", Rule("thickThinSmallGap", 24, "C00000", 11))
    foot = section.first_page_footer
    foot.is_linked_to_previous = False
    widen(_first(foot))
    border(_first(foot), "top", Rule("thinThickSmallGap", 24, "C00000", 1))
    add_line(document, content.number).alignment = _RIGHT
    _text(document, content)
    _imprint(document, content, ruled=False)


def _text(document: Document, content: LetterContent) -> None:
    _title(document, content.title)
    if content.matter:
        add_line(document, content.matter, Role.SUBHEADING, FORM).alignment = _CENTRE
    if content.salutation:
        add_line(document, content.salutation)
    for block in content.blocks:
        _block(document, block)
    _attachments(document, content)
    _signature(document, content)


def _form(document: Document, content: LetterContent) -> None:
    _title(document, content.title)
    for text in (content.matter, content.number, content.salutation):
        if text:
            add_line(document, text, size=FORM)
    for block in content.blocks:
        _block(document, block)
    if content.attachments:
        add_line(document, "附件：" + "；".join(content.numbered_attachments), size=FORM)
    add_line(document, f"{content.signer}　{chinese_date(content.dated)}", size=FORM).alignment = _RIGHT
    if content.seal:
        add_line(document, content.seal, size=FORM).alignment = _RIGHT
    copies = f"抄送：{'、'.join(content.copies)}" if content.copies else ""
    for text in (f"（{content.contact}）" if content.contact else "", copies, content.approval):
        if text:
            add_line(document, text, size=FORM)


# ---- parts ----


def _title(document: Document, text: str) -> None:
    title = add_line(document, text, Role.TITLE, Pt(22))
    title.alignment = _CENTRE
    title.paragraph_format.line_spacing = Pt(34)
    title.paragraph_format.space_before = title.paragraph_format.space_after = LINE


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Paragraph):
        line = add_line(document, block.line, _ROLES[block.level])
        indent(line)
        line.paragraph_format.keep_with_next = block.level in {1, 2}
    elif isinstance(block, Table):
        _table(document, block)
    else:
        _signatures(document, block)


def _table(document: Document, block: Table) -> None:
    table = document.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for place, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, share in zip(cells, block.widths, strict=True):
            cell.width = Length(int(TEXT_WIDTH * share / sum(block.widths)))
        if len(row) < len(cells):
            cells[len(row) - 1].merge(cells[-1])
        is_head = block.header and place == 0
        for column, text in enumerate(row):
            is_label = is_head or (not block.header and column % 2 == 0 and len(row) > 1)
            _fill(cells[column], text, Role.HEADING if is_label else Role.BODY)
    if block.header:
        _repeat_head(table)
    # two tables in a row would grow together
    add_line(document, "", size=Pt(2)).paragraph_format.line_spacing = Pt(2)


def _fill(cell: _Cell, text: str, role: Role) -> None:
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        spaced(write(paragraph, line, role, FORM), Pt(18))


def _repeat_head(table: DocxTable) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(element("w:tblHeader", {"w:val": "true"}))


def _signatures(document: Document, block: Signatures) -> None:
    line = spaced(document.add_paragraph(), LINE)
    for label in block.labels:
        write(line, label, Role.BODY, FORM)
        write(line, "　" * 6, Role.BODY, FORM).runs[-1].underline = True
        write(line, "　", Role.BODY, FORM)


def _attachments(document: Document, content: LetterContent) -> None:
    for place, name in enumerate(content.numbered_attachments):
        line = add_line(document, ("附件：" if place == 0 else "　　　") + name)
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(80), Pt(-48)
        if place == 0:
            line.paragraph_format.space_before = LINE


def _signature(document: Document, content: LetterContent) -> None:
    lines = [text for text in (content.signer, chinese_date(content.dated), content.seal) if text]
    for place, text in enumerate(lines):
        line = add_line(document, text, size=Pt(10.5) if text == content.seal else BODY)
        line.alignment = _CENTRE
        line.paragraph_format.left_indent, line.paragraph_format.right_indent = Pt(110), Pt(32)
        line.paragraph_format.keep_with_next = place < len(lines) - 1
        if place == 0:
            line.paragraph_format.space_before = LINE
    if content.contact:
        indent(add_line(document, f"（{content.contact}）"))


def _imprint(document: Document, content: LetterContent, *, ruled: bool) -> None:
    copies = f"抄送：{'、'.join(content.copies)}。" if content.copies else ""
    lines = [text for text in (copies, content.approval) if text]
    for place, text in enumerate(lines):
        line = add_line(document, text, size=SMALL)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = SMALL
        if place == 0:
            line.paragraph_format.space_before = LINE
        if ruled:
            border(line, "top", Rule("single", 8 if place == 0 else 6, "000000", 1))
            if place == len(lines) - 1:
                border(line, "bottom", Rule("single", 8, "000000", 1))


def _first(place: Place) -> DocxParagraph:
    return place.paragraphs[0]
