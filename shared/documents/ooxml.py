"""Paragraphs, runs and the few elements that python-docx has no words for (段落与字符)."""

from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run

from shared.documents.fonts import OFFICE_NAMES, Role

LINE = Pt(28.95)
BODY, SMALL, FORM = Pt(16), Pt(14), Pt(12)
RED = RGBColor(0xC0, 0x00, 0x00)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line over or under a paragraph: thickness in eighths of a point, room to the text in points."""

    kind: str
    eighths: int
    colour: str
    room: int


def add_line(
    document: Document, text: str, role: Role = Role.BODY, size: Length = BODY, *, red: bool = False
) -> DocxParagraph:
    """A new paragraph with one run, at the pitch of the page."""
    return spaced(
        write(document.add_paragraph(), text, role, size, red=red), LINE if size >= SMALL else Pt(20)
    )


def write(
    paragraph: DocxParagraph, text: str, role: Role, size: Length, *, red: bool = False
) -> DocxParagraph:
    """Text as one more run of a paragraph; whatever it holds, it is the text of the run."""
    run = styled(paragraph.add_run(text), role, size)
    if red:
        run.font.color.rgb = RED
    return paragraph


def styled(run: Run, role: Role, size: Length) -> Run:
    """A run with the font of its role."""
    run.font.size = size
    name_fonts(run._r.get_or_add_rPr(), role)
    return run


def name_fonts(properties: BaseOxmlElement, role: Role) -> None:
    """Name the office's font for every script; python-docx itself names none for Chinese."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    name = OFFICE_NAMES[role]
    fonts = element("w:rFonts", {f"w:{script}": name for script in ("ascii", "hAnsi", "eastAsia", "cs")})
    properties.insert(0, fonts)


def spaced(paragraph: DocxParagraph, pitch: Length) -> DocxParagraph:
    """A paragraph whose lines stand at an exact distance."""
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    return paragraph


def indent(paragraph: DocxParagraph) -> None:
    """Two characters in, whatever the size of the font (首行缩进二字)."""
    paragraph.paragraph_format.first_line_indent = BODY * 2
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    properties = paragraph._p.get_or_add_pPr()
    properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def widen(paragraph: DocxParagraph) -> None:
    """170 mm over a text of 156 mm, in the middle of the page (红色双线的宽度)."""
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(-8), Mm(-6)


def border(paragraph: DocxParagraph, side: str, rule: Rule) -> None:
    """Draw a line over (``top``) or under (``bottom``) a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("w:pBdr", {})
        # the schema wants borders before spacing, indents and alignment
        later = (qn("w:spacing"), qn("w:ind"), qn("w:jc"))
        following = next((each for each in properties if each.tag in later), None)
        if following is None:
            properties.append(borders)
        else:
            following.addprevious(borders)
    given = {
        "w:val": rule.kind,
        "w:sz": str(rule.eighths),
        "w:space": str(rule.room),
        "w:color": rule.colour,
    }
    borders.append(element(f"w:{side}", given))


def element(name: str, attributes: dict[str, str], text: str = "") -> BaseOxmlElement:
    """An element by its prefixed name."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    if text:
        made.text = text
    return made
