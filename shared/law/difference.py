"""What a new version changes against the one before it: head, articles, rules, catalogues (新旧版本对照)."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from shared.law.regulation import Regulation
from shared.law.rule import Article, Rule

Kind = Literal["added", "removed", "changed"]
HEAD = ("title", "title_en", "document", "issued_by", "transition")


@dataclass(frozen=True, slots=True)
class Changed:
    """One value before and after; None where there is none."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article that came, went, or says something else (条文变动)."""

    label: str
    change: Kind


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that came, went, moved or has other parameters (规则变动)."""

    key: str
    change: Kind
    old_label: str | None
    new_label: str | None
    params: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of a catalogue that came or went (目录项目变动)."""

    catalogue: str
    code: str
    change: Kind


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything in which two versions differ; ``against`` is the id of the older one, if there is one."""

    against: str | None
    head: tuple[Changed, ...] = ()
    articles: tuple[ArticleChange, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    items: tuple[ItemChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.head or self.articles or self.rules or self.items)

    def to_dict(self) -> dict[str, Any]:
        """Plain form for answers."""
        return asdict(self)


def difference(old: Regulation | None, new: Regulation) -> Difference:
    """Compare a version with the one that it follows; without one, everything is new."""
    if old is None:
        articles = tuple(ArticleChange(each.label, "added") for each in new.articles)
        rules = tuple(_added(rule) for rule in new.rules)
        return Difference(None, articles=articles, rules=rules, items=tuple(_item_changes({}, _items(new))))
    return Difference(
        old.id,
        tuple(
            _changed(name, getattr(old, name), getattr(new, name))
            for name in HEAD
            if _differs(name, old, new)
        ),
        tuple(_article_changes(old, new)),
        tuple(_rule_changes(_rules(old), _rules(new))),
        tuple(_item_changes(_items(old), _items(new))),
    )


def _differs(name: str, old: Regulation, new: Regulation) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


def _changed(name: str, old: Any, new: Any) -> Changed:
    return Changed(name, None if old is None else str(old), None if new is None else str(new))


def _article_changes(old: Regulation, new: Regulation) -> Iterator[ArticleChange]:
    before = {each.label: each for each in old.articles}
    after = {each.label: each for each in new.articles}
    for label in dict.fromkeys((*before, *after)):
        if label not in after:
            yield ArticleChange(label, "removed")
        elif label not in before:
            yield ArticleChange(label, "added")
        elif _said(before[label]) != _said(after[label]):
            yield ArticleChange(label, "changed")


def _said(article: Article) -> Any:
    """What an article says, without the citation that carries the version's date."""
    rules = [
        (each.key, each.label, each.kind, each.summary_zh, each.summary_en, each.service, dict(each.params))
        for each in article.rules
    ]
    notes = [
        (each.label, each.kind, each.summary_zh, each.summary_en, dict(each.params)) for each in article.notes
    ]
    return rules, notes, article.prints


def _rules(regulation: Regulation) -> dict[str, Rule]:
    return {rule.key: rule for rule in regulation.rules}


def _rule_changes(before: Mapping[str, Rule], after: Mapping[str, Rule]) -> Iterator[RuleChange]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            yield _added(new)
        elif new is None and old is not None:
            yield RuleChange(key, "removed", old.label, None)
        elif old and new and ((params := tuple(_params(old, new))) or old.label != new.label):
            yield RuleChange(key, "changed", old.label, new.label, params)


def _added(rule: Rule) -> RuleChange:
    params = tuple(Changed(name, None, value) for name, value in rule.params.items())
    return RuleChange(rule.key, "added", None, rule.label, params)


def _params(old: Rule, new: Rule) -> Iterator[Changed]:
    before = {"kind": old.kind.value, "service": old.service, **old.params}
    after = {"kind": new.kind.value, "service": new.service, **new.params}
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Changed(name, before.get(name), after.get(name))


def _items(regulation: Regulation) -> dict[tuple[str, str], None]:
    return {(each.name, item.code): None for each in regulation.catalogues for item in each.items}


def _item_changes(
    before: Mapping[tuple[str, str], None], after: Mapping[tuple[str, str], None]
) -> Iterator[ItemChange]:
    for catalogue, code in dict.fromkeys((*before, *after)):
        if ((catalogue, code) in before) != ((catalogue, code) in after):
            came = (catalogue, code) in after
            yield ItemChange(catalogue, code, "added" if came else "removed")
