"""Fonts by role, their order, and characters that they lack."""

from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
import typst
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from shared.documents.composing import compose
from shared.documents.fonts import SUBSTITUTE, Role, font_book
from shared.documents.kinds import letter_kind
from shared.documents.pdf import missing_glyphs, render_pages, render_pdf
from tests.shared.documents.paper import Paper
from tests.shared.documents.samples import head_for, sample, sample_values

REPLY = letter_kind("complaints", "reply")
RARE = "𠮷㛃䶮龑喆𬭊𰻞𫖯𫍯𬤇𡧛㐱㑇堃燚犇"
UNKNOWN = "😀\ue000"


def _reply(progress, **given):
    return compose(REPLY, {**sample_values(REPLY), "progress": progress}, head_for(REPLY, **given))


@pytest.fixture(scope="module")
def operators_folder(tmp_path_factory):
    """A folder with a font that calls itself 仿宋_GB2312, as an office would have it."""
    folder = tmp_path_factory.mktemp("fonts")
    with TTFont(Path(pylopdf_fonts_zh_cn.sans_path())) as font:
        few = Subsetter(Options(name_IDs=["*"], drop_tables=["GSUB", "GPOS"]))
        few.populate(text="".join(sample(REPLY).texts()))
        few.subset(font)
        for record in font["name"].names:
            if record.nameID in {1, 16}:
                record.string = "FangSong_GB2312"
        font["CFF "].cff.topDictIndex[0].FamilyName = "FangSong_GB2312"
        font.save(folder / "fangsong.otf")
    return folder


def test_rare_characters_of_names_are_printed_wherever_they_stand():
    content = _reply(f"{RARE}等人", addressees=(RARE,), signer=RARE, issuer=RARE, copies=(RARE,))

    paper = Paper(render_pdf(content))

    assert missing_glyphs(content) == []
    assert paper.text.count(RARE) >= 4
    assert SUBSTITUTE not in paper.text


@pytest.mark.parametrize("character", RARE)
def test_each_rare_character_has_a_shape_of_its_own(character):
    assert render_pages(_reply(character)) != render_pages(_reply(SUBSTITUTE))


def test_what_no_font_has_is_reported_and_printed_as_a_mark():
    content = _reply(f"甲{UNKNOWN}乙")

    assert missing_glyphs(content) == list(UNKNOWN)
    assert f"甲{SUBSTITUTE * 2}乙" in Paper(render_pdf(content)).text


def test_a_letter_with_an_empty_box_for_a_character_could_not_be_made():
    """The proof behind all the others: the standard of the file forbids a glyph that is missing."""
    compiler = typst.Compiler(font_paths=font_book().fonts, ignore_system_fonts=True)
    page = '#set text(font: "Noto Serif SC", fallback: false)\n甲😀'.encode()

    with pytest.raises(typst.TypstError, match="could not be displayed"):
        compiler.compile(input=page, format="pdf", pdf_standards="a-2b")


def test_a_character_and_the_marks_on_it_come_from_one_font():
    fonts = font_book()

    assert fonts.missing(["m\u0302"]) == ["m\u0302"]
    assert fonts.printable("甲m\u0302乙") == f"甲{SUBSTITUTE}乙"
    assert fonts.missing(["葛\U000e0100"]) == []


@pytest.mark.parametrize("role", Role)
def test_without_other_fonts_every_role_ends_in_the_widest_free_one(role):
    chain = font_book().chain(role)

    assert chain[-1] == "Noto Sans CJK SC"
    assert {"Noto Serif SC", "Noto Sans SC"} <= set(chain)


def test_the_operators_font_comes_first_and_the_free_ones_stand_behind_it(operators_folder):
    chain = font_book(operators_folder).chain(Role.BODY)

    assert chain[0] == "FangSong_GB2312"
    assert chain[-1] == "Noto Sans CJK SC"
    assert not font_book(operators_folder).is_makeshift(Role.BODY)
    assert font_book(operators_folder).is_makeshift(Role.TITLE)


def test_a_letter_is_printed_with_the_operators_font(operators_folder):
    content = sample(REPLY)

    with_it, without = render_pdf(content, operators_folder), render_pdf(content)

    assert with_it != without
    assert Paper(with_it).text == Paper(without).text


def test_the_fonts_of_the_machine_are_not_used():
    assert font_book().families <= {"Noto Serif SC", "Noto Sans SC"} | {
        name
        for name in font_book().families
        if name.startswith(("Noto Sans CJK", "Noto Sans Mono CJK", "Fandol"))
    }
