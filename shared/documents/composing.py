"""From a kind and what is known of a case to the content of a letter (拟制公文).

Values are put into our sentences in one pass; what stands in them is never looked at again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.documents.cleaning import clean, one_line
from shared.documents.content import (
    Block,
    DueLine,
    LetterContent,
    LetterHead,
    Paragraph,
    Signatures,
    Table,
    chinese_date,
)
from shared.documents.kinds import ITEMS_IN_A_LIST, LENGTHS, PLACEHOLDER, BodyEntry, LetterKind
from shared.law.refusal import InvalidError

Value = str | Sequence[str]
LIST_SEPARATOR = "；"
FACT_LENGTH = LENGTHS["textarea"]
ITEMS_IN_A_FACT = 1_000
"""The papers of a long case fill many rows."""
HEAD_LENGTH = LENGTHS["text"]
HEAD_LENGTHS = {"issuer": 60, "signer": 60, "number": 60, "case_number": 60, "seal": 60, "approved_by": 60}
"""What must fit on a line or two of its own; other entries of the head are as long as a short field."""
HEAD_LISTS = ("addressees", "attachments", "copies")
DIGITS = "〇一二三四五六七八九十"


class MissingFieldError(InvalidError):
    """A letter lacks what its kind asks for (缺少必填内容)."""

    slug = "letter-field-missing"
    title = "文书缺少必填内容"


class OverlongFieldError(InvalidError):
    """A value is longer than a letter can carry (内容过长)."""

    slug = "letter-field-too-long"
    title = "文书内容过长"


class UnknownFieldError(InvalidError):
    """A value has no place in the letter, or is no date where one is asked for (内容与文种不符)."""

    slug = "letter-field-unknown"
    title = "文书内容与文种不符"


def compose(kind: LetterKind, values: Mapping[str, Value], head: LetterHead) -> LetterContent:
    """The content of a letter; refuses what is missing, too long or has no place in it."""
    _check_head(head)
    entered = _entered(kind, values)
    due = _due(kind, head)
    known = _Values(kind, entered, _head_values(head))
    return LetterContent(
        kind=kind.code,
        layout=kind.layout,
        title=known.filled(kind.heading or kind.title_zh),
        issuer=one_line(head.issuer),
        number=one_line(head.number),
        addressees=_lines(head.addressees),
        case_number=one_line(head.case_number),
        reason=known.filled(kind.reason),
        blocks=_numbered(_blocks(kind, known, due)),
        due=due,
        contact=one_line(head.contact),
        signer=one_line(head.signer or head.issuer),
        dated=head.dated,
        seal=one_line(head.seal),
        attachments=_lines((*kind.attachments, *head.attachments)),
        copies=_lines(head.copies),
        approved_by=one_line(head.approved_by),
        approved_on=head.approved_on,
        draft=head.draft,
        voided=head.voided,
    )


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in map(one_line, texts) if line)


def _check_head(head: LetterHead) -> None:
    single = {name: (getattr(head, name),) for name in (*HEAD_LENGTHS, "contact")}
    for name, texts in {**single, **{name: getattr(head, name) for name in HEAD_LISTS}}.items():
        longest = HEAD_LENGTHS.get(name, HEAD_LENGTH)
        if len(texts) > ITEMS_IN_A_LIST or any(len(text) > longest for text in texts):
            raise OverlongFieldError(
                f"head: {name} may have {longest} characters", title=f"文头或者落款过长（{name}）"
            )


def _head_values(head: LetterHead) -> dict[str, str]:
    due_on = head.due.due_on.isoformat() if head.due else ""
    return {
        "issuer": head.issuer,
        "case_number": head.case_number,
        "number": head.number,
        "due_on": due_on,
    }


def _entered(kind: LetterKind, values: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """Every value as lines of text, checked against the kind."""
    if unknown := sorted(set(values) - set(kind.labels)):
        raise UnknownFieldError(
            f"{kind.code} has no place for: {', '.join(unknown)}",
            title=f"“{kind.title_zh}”没有这些内容：{'、'.join(unknown)}",
        )
    entered = {name: _checked(kind, name, value) for name, value in values.items()}
    if missing := [name for name in kind.required if not any(entered.get(name, ()))]:
        labels = "、".join(kind.labels[name] for name in missing)
        raise MissingFieldError(
            f"{kind.code} lacks: {', '.join(missing)}",
            title=f"“{kind.title_zh}”缺少：{labels}",
            errors=[{"field": name, "label_zh": kind.labels[name]} for name in missing],
        )
    return entered


def _checked(kind: LetterKind, name: str, value: Value) -> tuple[str, ...]:
    written = kind.field_named(name)
    items = (value,) if isinstance(value, str) else tuple(value)
    longest, most = (written.max_length, ITEMS_IN_A_LIST) if written else (FACT_LENGTH, ITEMS_IN_A_FACT)
    if len(items) > most or any(len(item) > longest for item in items):
        raise OverlongFieldError(
            f"{kind.code}: {name} may have {most} items of {longest} characters",
            title=f"“{kind.labels[name]}”过长：每项不超过{longest}字，不超过{most}项",
        )
    if (written and written.type == "date") or (not written and name.endswith("_on")):
        return tuple(_date(kind, name, item) for item in items)
    if isinstance(value, str):
        return (clean(value),)
    # the cells of a row stay apart
    return tuple("\t".join(map(one_line, item.split("\t"))) for item in items)


def _date(kind: LetterKind, name: str, text: str) -> str:
    try:
        return chinese_date(date.fromisoformat(text)) if text else ""
    except ValueError:
        raise UnknownFieldError(
            f"{kind.code}: {name} is a date like 2026-11-20", title=f"“{kind.labels[name]}”不是有效日期"
        ) from None


def _due(kind: LetterKind, head: LetterHead) -> DueLine | None:
    if kind.due is None:
        return None
    if head.due is None:
        raise MissingFieldError(
            f"{kind.code} states the end of {kind.due}", title=f"“{kind.title_zh}”缺少：期限"
        )
    # citations are shown in brackets inside a sentence
    return replace(head.due.worded(kind.due_duty, kind.due_day_zero), basis=one_line(head.due.basis))


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of one letter, by name."""

    kind: LetterKind
    entered: Mapping[str, tuple[str, ...]]
    head: Mapping[str, str]

    def lines(self, name: str) -> tuple[str, ...]:
        """A value as its items; empty where nothing was entered."""
        if name == "due_on" and self.head[name]:
            return (chinese_date(date.fromisoformat(self.head[name])),)
        if name in self.head:
            return (one_line(self.head[name]),)
        return tuple(item for item in self.entered.get(name, ()) if item)

    def filled(self, sentence: str) -> str:
        """The sentence with its values; line breaks of a value become spaces."""
        return PLACEHOLDER.sub(lambda found: self._inline(found[1]), sentence)

    def _inline(self, name: str) -> str:
        joined = LIST_SEPARATOR.join(" ".join(line.split("\n")) for line in self.lines(name))
        return joined.rstrip("。；")

    def cell(self, sentence: str) -> str:
        """The text of a cell; a value alone keeps its line breaks."""
        alone = PLACEHOLDER.fullmatch(sentence)
        return "\n".join(self.lines(alone[1])) if alone else self.filled(sentence)

    def lacks(self, entry: BodyEntry) -> bool:
        """Whether a paragraph speaks of something that was not entered; then it is left out."""
        return any(not self.lines(name) for name in entry.names)


def _blocks(kind: LetterKind, known: _Values, due: DueLine | None) -> list[Block]:
    blocks: list[Block] = []
    for entry in kind.body:
        if entry.form == "table":
            blocks.append(_table(entry, known))
        elif entry.form == "signatures":
            blocks.append(Signatures(tuple(known.filled(row[0]) for row in entry.rows)))
        elif entry.form == "due" and due:
            blocks.append(Paragraph(due.sentence))
        elif not known.lacks(entry):
            blocks.extend(_paragraphs(entry, known))
    return [block for place, block in enumerate(blocks) if not _is_bare_heading(blocks, place)]


def _table(entry: BodyEntry, known: _Values) -> Table:
    rows = [tuple(known.cell(cell) for cell in row) for row in entry.rows]
    for name in PLACEHOLDER.findall(entry.text):
        for item in known.lines(name):
            cells = item.split("\t")[: len(entry.widths)]
            rows.append((*cells, *("",) * (len(entry.widths) - len(cells))))
    return Table(tuple(rows), entry.widths, entry.header)


def _paragraphs(entry: BodyEntry, known: _Values) -> list[Paragraph]:
    alone = PLACEHOLDER.fullmatch(entry.text)
    if alone:
        lines = [line for item in known.lines(alone[1]) for line in item.split("\n")]
        return [Paragraph(line.replace("\t", " "), entry.level) for line in lines]
    return [Paragraph(known.filled(entry.text), entry.level)]


def _is_bare_heading(blocks: Sequence[Block], place: int) -> bool:
    """A heading whose paragraphs were all left out goes with them."""
    block = blocks[place]
    if not isinstance(block, Paragraph) or block.level not in {1, 2}:
        return False
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    if following is None:
        return True
    return isinstance(following, Paragraph) and 1 <= following.level <= block.level


def _numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Headings and items with their numbers 一、（一）1.（1）, each level counted inside the one above."""
    counts = [0] * 5
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.level:
            counts[block.level] += 1
            counts[block.level + 1 :] = [0] * (4 - block.level)
            done.append(replace(block, number=_number(block.level, counts[block.level])))
            continue
        if isinstance(block, Paragraph):
            # items of two lists with text between them are counted apart
            counts[3:] = [0, 0]
        done.append(block)
    return tuple(done)


def _number(level: int, count: int) -> str:
    words = _chinese_number(count)
    return {1: f"{words}、", 2: f"（{words}）", 3: f"{count}.", 4: f"（{count}）"}[level]


def _chinese_number(count: int) -> str:
    tens, ones = divmod(count, 10)
    if tens == 0 or count == 10:
        return DIGITS[count]
    lead = "" if tens == 1 else DIGITS[tens]
    return f"{lead}十{DIGITS[ones] if ones else ''}"
