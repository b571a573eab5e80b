"""A letter as PDF, as page images and as DOCX (P12)."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from shared.documents.composing import compose
from shared.documents.content import DueLine, LetterContent, LetterHead
from shared.documents.docx import render_docx
from shared.documents.kinds import letter_kind
from shared.documents.pdf import render_pages, render_pdf
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size

ROUNDS = 5
LETTERS = 60
WORDS = [chr(code) for code in range(0x4E00, 0x9000)]
DUE = DueLine(5, "working_day", date(2026, 11, 30), "delivery", date(2026, 11, 23))
HEAD = LetterHead(
    "重庆市武隆区司法局",
    date(2026, 11, 20),
    case_number="WLZY-2026-000012",
    addressees=("重庆市武隆区市场监督管理局", "重庆市武隆区农业农村委员会"),
    contact="联系人：王某，电话：023-77770000",
    seal="（演示，未加盖印章）",
    due=DUE,
)


def letters(_: Engines, size: Size) -> Figure:
    """P12: letters of two pages, each with a text of its own, so that no two share what was set before."""
    rounds, count = size.of(ROUNDS, 1), size.of(LETTERS, 2)
    render_pdf(next(_written(0, "一" * 10)))
    usual, rare = _texts(rounds, usual=True), _texts(rounds, usual=False)
    return Figure(
        [
            Line("as PDF/A", _timed(render_pdf, usual, count), "ms", Bar(50, 10, at_most=True)),
            Line(
                "as PDF/A, 600 different characters",
                _timed(render_pdf, rare, count),
                "ms",
                Bar(50, 10, at_most=True),
            ),
            Line("as page images", _timed(render_pages, usual, count), "ms"),
            Line("as DOCX", _timed(render_docx, usual, count), "ms"),
        ],
        [
            "An acceptance notice to two agencies, composed beforehand; milliseconds a letter, one by one."
            " The usual text draws its 600 characters from 200, as officials' prose does; much time"
            " goes into cutting fonts to the characters used. A process reads them once (0.3 s)."
        ],
    )


def _texts(rounds: int, *, usual: bool) -> list[str]:
    dice = random.Random(12)
    return ["".join(dice.sample(WORDS, 200) if usual else WORDS) for _ in range(rounds)]


def _written(seed: int, characters: str) -> Iterator[LetterContent]:
    """Letters that differ in number and text."""
    kind, dice, serial = letter_kind("dispute_coordination", "acceptance_notice"), random.Random(seed), 0
    facts = {
        "applicant": "重庆市武隆区农业农村委员会",
        "respondent": "重庆市武隆区市场监督管理局",
        "ground": "职责分工",
        "received_on": "2026-11-18",
        "accepted_on": "2026-11-20",
        "handling_due_on": "2026-12-01",
    }
    while True:
        serial += 1
        matter = "".join(dice.choices(characters, k=600))
        yield compose(
            kind, {**facts, "matter": matter}, replace(HEAD, number=f"武隆司协受〔2026〕{serial}号")
        )


def _timed(render: Callable[[LetterContent], Any], texts: list[str], count: int) -> list[float]:
    """Milliseconds a letter, round by round."""
    values = []
    for seed, characters in enumerate(texts):
        source = _written(seed, characters)
        contents = [next(source) for _ in range(count)]
        began = time.perf_counter()
        for content in contents:
            render(content)
        values.append((time.perf_counter() - began) / count * 1_000)
    return values
