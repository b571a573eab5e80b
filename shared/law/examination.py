"""Judging a regulation's document: shape, words, articles, everything at once (法规文件的审查)."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from shared.law.document import NEVER_CODE, SOMETIMES_CODE, ArticleEntry, Clause, RegulationDocument
from shared.law.faults import Fault, FaultyLawError, Place, found, short, within
from shared.law.vocabulary import Vocabulary

UNDECIDED = found(
    "undecided", "既没有规则，也没有说明无需规则的理由", "neither rules nor a reason for having none"
)


class Examined(NamedTuple):
    """The document, unless its shape is wrong, and all that is wrong with it."""

    document: RegulationDocument | None
    faults: tuple[Fault, ...]


class _Read(NamedTuple):
    """What can be read of an article, also of one whose shape is partly wrong."""

    place: Place
    label: str
    rules: Mapping[str, Clause]
    notes: Sequence[tuple[int, Clause]]
    undecided: bool


def checked(name: str, content: Any, vocabulary: Vocabulary) -> RegulationDocument:
    """The document, or FaultyLawError with everything that is wrong."""
    document, faults = examine(name, content, vocabulary)
    if document is None or faults:
        raise FaultyLawError(name, faults)
    return document


def examine(name: str, content: Any, vocabulary: Vocabulary) -> Examined:
    """Judge the content of a file for ``issuer/topic``; one fault does not hide another."""
    issuer, _, topic = name.partition("/")
    if not isinstance(content, Mapping):
        return Examined(None, (found("not_a_document", "文件内容不是法规数据", "no regulation's document"),))
    document, shape = _document(content)
    articles = [_whole(n, each) for n, each in enumerate(document.articles)] if document else _parts(content)
    return Examined(
        document,
        (
            *_character_faults(content),
            *shape,
            *vocabulary.head_faults(issuer, topic, content.get("service")),
            *_repeated(articles),
            *(fault for each in articles for fault in _article_faults(topic, each, vocabulary)),
        ),
    )


def _document(content: Mapping[Any, Any]) -> tuple[RegulationDocument | None, list[Fault]]:
    try:
        return RegulationDocument.model_validate(content), []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        return None, [_of_shape(each, _where(content, each["loc"])) for each in errors]


def _where(content: Mapping[Any, Any], place: Place) -> str:
    """The label of the article and the key in which a place lies, as a sentence begins with them."""
    match place:
        case ("articles", int(number), *rest):
            entry = content["articles"][number]
            label = str(entry.get("label", "")) if isinstance(entry, Mapping) else ""
            key = str(rest[1]) if len(rest) > 1 and rest[0] == "rules" else ""
            return short(f"{label or f'[{number}]'} {key}".strip())
        case _:
            return ""


def _of_shape(error: Mapping[str, Any], where: str) -> Fault:
    """A fault of the shape; the place says which value is meant."""
    place: Place = tuple(error["loc"])
    field, message = short(place[-1]) if place else "", str(error["msg"])
    match str(error["type"]):
        case "missing":
            fault = found("missing", f"缺少“{field}”", f"{field} is missing", *place)
        case "extra_forbidden":
            fault = found("unknown_field", f"没有名为“{field}”的字段", f"unknown field {field}", *place)
        case "enum":
            fault = found("unlisted_value", f"{field} 的值不在可用范围内", f"{field}: {message}", *place)
        case code:
            fault = found(code, f"“{field}”的格式不正确", f"{field}: {message}", *place)
    return _said_of(where, fault) if where else fault


def _whole(number: int, entry: ArticleEntry) -> _Read:
    undecided = not entry.rules and not entry.not_code
    return _Read(("articles", number), entry.label, entry.rules, list(enumerate(entry.not_code)), undecided)


def _parts(content: Mapping[Any, Any]) -> list[_Read]:
    """The articles of a document whose shape is wrong somewhere, as far as they can be read."""
    articles = content.get("articles")
    entries = articles if isinstance(articles, Sequence) and not isinstance(articles, str) else ()
    return [_part(number, entry) for number, entry in enumerate(entries) if isinstance(entry, Mapping)]


def _part(number: int, entry: Mapping[Any, Any]) -> _Read:
    rules, notes = entry.get("rules"), entry.get("not_code")
    keyed = rules.items() if isinstance(rules, Mapping) else ()
    listed = notes if isinstance(notes, Sequence) and not isinstance(notes, str) else ()
    return _Read(
        ("articles", number),
        str(entry.get("label") or f"[{number}]"),
        {str(key): clause for key, raw in keyed if (clause := _clause(raw)) is not None},
        [(place, clause) for place, raw in enumerate(listed) if (clause := _clause(raw)) is not None],
        not rules and not notes,
    )


def _clause(raw: Any) -> Clause | None:
    try:
        return Clause.model_validate(raw)
    except ValidationError:
        return None


def _article_faults(topic: str, article: _Read, vocabulary: Vocabulary) -> Iterator[Fault]:
    if article.undecided:
        yield _said(article, "", UNDECIDED)
    for key, clause in article.rules.items():
        for fault in (*_kind_faults(clause, keyed=True), *vocabulary.key_faults(topic, key, clause)):
            yield _said(article, key, within(fault, "rules", key))
    for number, clause in article.notes:
        faults = (*_kind_faults(clause, keyed=False), *vocabulary.clause_faults(clause, clause.catalogue))
        for fault in faults:
            yield _said(article, "", within(fault, "not_code", number))


def _kind_faults(clause: Clause, *, keyed: bool) -> Iterator[Fault]:
    if keyed and clause.kind in NEVER_CODE:
        yield found("needs_no_key", f"性质为 {clause.kind} 的条款不应有规则键", f"{clause.kind} has no key")
    if not keyed and clause.kind not in NEVER_CODE | SOMETIMES_CODE:
        yield found("needs_key", f"性质为 {clause.kind} 的条款须有规则键", f"{clause.kind} needs a key")


def _said(article: _Read, key: str, fault: Fault) -> Fault:
    """The fault with the article's label and the key in its sentence, and its place in the document."""
    return within(_said_of(short(f"{article.label} {key}".strip()), fault), *article.place)


def _said_of(where: str, fault: Fault) -> Fault:
    return fault._replace(zh=f"{where}：{fault.zh}", en=f"{where}: {fault.en}")


def _repeated(articles: Sequence[_Read]) -> Iterator[Fault]:
    labels = [article.label for article in articles]
    keys = [key for article in articles for key in article.rules]
    for names in (labels, keys):
        for name in sorted(name for name, count in Counter(names).items() if count > 1):
            yield found("twice", f"“{short(name)}”出现了两次", f"printed twice: {short(name)}", "articles")


def _character_faults(value: Any, place: Place = ()) -> Iterator[Fault]:
    """Texts that hold control or broken characters, which no page and no database takes."""
    if isinstance(value, str):
        if any(unicodedata.category(each) in ("Cc", "Cs") for each in value):
            yield found("control_character", "含有控制字符", "a text holds control characters", *place)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _character_faults(str(name), place)
            yield from _character_faults(each, (*place, str(name)))
    elif isinstance(value, Sequence):
        for number, each in enumerate(value):
            yield from _character_faults(each, (*place, number))
