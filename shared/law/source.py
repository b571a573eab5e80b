"""The text of a regulation file: its content as plain data, and the line of every value (法规文件的文本)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml

from shared.law.faults import Fault, FaultyLawError, Place, found, place_of, short
from shared.law.reading import LOADER

DEEPEST = 12
"""Levels that a document may have; real ones have seven."""


class LawText:
    """A file somebody hands in (待审查的法规文件): ``content`` is JSON-safe."""

    def __init__(self, name: str, text: str) -> None:
        """Read the text; raises FaultyLawError where it is no plain YAML."""
        self._lines: dict[str, int] = {}
        try:
            _refuse_tricks(text)
            loader = LOADER(text)
            node = loader.get_single_node()
            if node is None:
                raise _Unreadable(found("empty", "文件没有内容", "the file is empty", line=1))
            repeated = list(_walk(node, (), self._lines))
            content = loader.construct_document(node)
        except _Unreadable as error:
            raise FaultyLawError(name, [error.fault]) from None
        except (yaml.YAMLError, ValueError) as error:
            raise FaultyLawError(name, [_unreadable(error)]) from None
        if repeated:
            raise FaultyLawError(name, repeated)
        self.content: Any = plain(content)

    def located(self, faults: Sequence[Fault]) -> list[Fault]:
        """The faults with the lines of their places, else of what surrounds them; first lines first."""
        placed = [fault._replace(line=self._line(fault.at)) for fault in faults]
        return sorted(placed, key=lambda fault: fault.line or 0)

    def _line(self, at: str) -> int | None:
        while at and at not in self._lines:
            at = at.rpartition(".")[0]
        return self._lines.get(at)


class _Unreadable(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def plain(value: Any) -> Any:
    """Data as JSON carries it: days as text, names as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _refuse_tricks(text: str) -> None:
    """A law needs neither references nor depth; both could make a small file endless."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise _Unreadable(
                found("reference", "文件不得使用引用", "references are not taken", line=_line_of(event))
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _Unreadable(found("too_deep", "层次过深", "nested too deep", line=_line_of(event)))


def _walk(node: yaml.Node, place: Place, lines: dict[str, int]) -> Iterator[Fault]:
    """Remember the line of every value; the same name twice in one place is a slip."""
    lines.setdefault(place_of(place), _line_of(node))
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name = str(key.value)
            line, said = _line_of(key), short(name)
            if name in seen:
                yield found("twice", f"“{said}”写了两次", f"{said} is given twice", *place, name, line=line)
            seen.add(name)
            lines[place_of((*place, name))] = line
            yield from _walk(value, (*place, name), lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, each in enumerate(node.value):
            yield from _walk(each, (*place, number), lines)


def _line_of(marked: Any) -> int:
    return int(marked.start_mark.line) + 1


def _unreadable(error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    line = mark.line + 1 if mark else None
    return found("unreadable", "不是可读的YAML文本", f"no readable YAML: {problem}", line=line)
