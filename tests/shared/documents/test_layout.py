"""The figures of GB/T 9704, measured on the page (公文格式)."""

from collections import Counter
from statistics import median

import numpy as np
import pytest

from shared.documents.composing import compose
from shared.documents.kinds import letter_kind
from shared.documents.pdf import render_pdf
from tests.shared.documents.paper import BOTTOM, HIGH, LEFT, RIGHT, TOP, WIDE, Paper
from tests.shared.documents.samples import head_for, sample, sample_values

INSTRUMENT = letter_kind("complaints", "reply")
LETTER = letter_kind("complaints", "transfer_letter")
PITCH = 225 / 22
DOTS_PER_MILLIMETRE = 10


@pytest.fixture(scope="module")
def full_pages():
    """An instrument whose second page is nothing but text."""
    values = sample_values(INSTRUMENT) | {"progress": "监" * 3_000}
    return Paper(render_pdf(compose(INSTRUMENT, values, head_for(INSTRUMENT))))


@pytest.fixture(scope="module")
def lines(full_pages):
    found = {}
    for mark in full_pages.marks(1):
        if mark.text == "监":
            found.setdefault(round(mark.bottom, 1), []).append(mark)
    return [found[key] for key in sorted(found)]


def test_a_page_has_22_lines_of_28_characters(lines):
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


def test_lines_stand_225_millimetres_by_22_apart(lines):
    heights = [line[0].bottom for line in lines]

    assert np.diff(heights) == pytest.approx(PITCH, abs=0.05)


def test_the_text_area_is_156_by_225_millimetres_at_28_and_37_from_the_edge(lines):
    left = min(mark.left for line in lines for mark in line)
    right = max(mark.right for line in lines for mark in line)
    top, bottom = min(mark.top for mark in lines[0]), max(mark.bottom for mark in lines[-1])

    assert left == pytest.approx(LEFT, abs=0.8)
    assert right == pytest.approx(WIDE - RIGHT, abs=0.8)
    assert top == pytest.approx(TOP, abs=1.0)
    assert bottom <= HIGH - BOTTOM


def test_the_body_is_set_in_16_points_and_the_title_in_22(full_pages):
    first = full_pages.marks(0)

    assert Counter(round(mark.size, 1) for mark in full_pages.marks(1) if mark.text == "监") == {
        16.0: 22 * 28
    }
    title = [mark for mark in first if round(mark.size, 1) == 22.0]
    assert "".join(mark.text for mark in title) == "答复书"
    middle = (title[0].left + title[-1].right) / 2
    assert middle == pytest.approx(LEFT + 156 / 2, abs=0.5)


def test_a_paragraph_begins_two_characters_in(full_pages):
    first_of_body = next(mark for mark in full_pages.marks(0) if mark.text == "你")

    assert first_of_body.left == pytest.approx(LEFT + 2 * 156 / 28, abs=0.8)


def test_page_numbers_stand_7_millimetres_below_odd_right_and_even_left(full_pages):
    for place in (0, 1):
        number = [mark for mark in full_pages.marks(place) if mark.top > HIGH - BOTTOM]
        digits = [mark for mark in number if mark.text.isdigit()]

        assert "".join(mark.text for mark in number) == f"—{place + 1}—"
        assert {round(mark.size, 1) for mark in number} == {14.0}
        assert median(mark.top for mark in digits) == pytest.approx(HIGH - BOTTOM + 7, abs=2.5)
        # one character away from the edge of the text
        if place == 0:
            assert number[-1].right == pytest.approx(WIDE - RIGHT - 4.9, abs=1.0)
        else:
            assert number[0].left == pytest.approx(LEFT + 4.9, abs=1.0)


def test_a_letter_has_no_number_on_its_first_page():
    paper = Paper(render_pdf(sample(LETTER)))

    assert not [mark for mark in paper.marks(0) if mark.text == "—"]
    assert [mark for mark in paper.marks(1) if mark.text == "—"]


def test_the_issuer_of_a_letter_stands_30_millimetres_below_the_edge_between_red_rules_of_170():
    paper = Paper(render_pdf(sample(LETTER)))
    rows, columns = _red_rules(paper, 0)

    issuer = [mark for mark in paper.marks(0) if mark.size > 25]
    assert min(mark.top for mark in issuer) == pytest.approx(30, abs=1.0)
    assert rows[0] - max(mark.bottom for mark in issuer) == pytest.approx(4, abs=1.0)
    assert HIGH - rows[-1] == pytest.approx(20, abs=1.2)
    assert columns[-1] - columns[0] == pytest.approx(170, abs=0.5)
    assert (columns[0] + columns[-1]) / 2 == pytest.approx(WIDE / 2, abs=0.5)


def test_an_instrument_has_a_red_issuer_and_a_red_rule_as_wide_as_the_text():
    paper = Paper(render_pdf(sample(INSTRUMENT)))
    _, columns = _red_rules(paper, 0)

    assert columns[-1] - columns[0] == pytest.approx(156, abs=0.5)
    issuer = [mark for mark in paper.marks(0) if mark.size > 25]
    assert _red(paper, 0)[_dots(issuer[0].top) : _dots(issuer[0].bottom)].any()


def test_the_organ_stands_in_the_middle_above_its_date():
    paper = Paper(render_pdf(sample(INSTRUMENT)))
    last = paper.marks(len(paper) - 1)
    text = "".join(mark.text for mark in last)

    organ, dated = text.index("重庆市武隆区司法局"), text.index("2026年11月20日")
    middles = [(last[a].left + last[b].right) / 2 for a, b in ((organ, organ + 8), (dated, dated + 10))]
    assert middles[0] == pytest.approx(middles[1], abs=0.7)
    assert middles[0] > WIDE / 2


def test_copies_stand_at_the_foot_of_the_last_page_between_rules():
    paper = Paper(render_pdf(sample(INSTRUMENT)))
    last = len(paper) - 1
    ink = paper.ink(last, 254)
    black_rules = [row / DOTS_PER_MILLIMETRE for row in np.nonzero(ink.sum(axis=1) > 1_500)[0]]

    assert black_rules
    assert max(black_rules) == pytest.approx(HIGH - BOTTOM, abs=1.0)
    copies = next(mark for mark in paper.marks(last) if mark.text == "抄")
    assert min(black_rules) < copies.top < max(black_rules)


def test_the_number_has_six_cornered_brackets_and_a_letter_shows_it_at_the_right():
    paper = Paper(render_pdf(sample(LETTER)))
    marks = paper.marks(0)
    text = "".join(mark.text for mark in marks)

    start = text.index("武隆司投移〔2026〕12号")
    assert marks[start + 13].right == pytest.approx(WIDE - RIGHT, abs=1.5)


def _dots(millimetres):
    return round(millimetres * DOTS_PER_MILLIMETRE)


def _red(paper, place):
    image = paper.colours(place, 254).astype(int)
    return (image[:, :, 0] > 150) & (image[:, :, 1] < 90) & (image[:, :, 2] < 90)


def _red_rules(paper, place):
    """Rows of long red rules and their columns, in millimetres."""
    red = _red(paper, place)
    rows = np.nonzero(red.sum(axis=1) > 1_400)[0]
    columns = np.nonzero(red[rows].all(axis=0))[0]
    return rows / DOTS_PER_MILLIMETRE, columns / DOTS_PER_MILLIMETRE
