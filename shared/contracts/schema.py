"""JSON Schemas of the contracts: generated, approved in the tree, changed by addition only.

``python -m shared.contracts.schema`` writes the schemas of new contracts and of additive changes beside this
module; it refuses any other change, which needs a new version of the contract.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shared.contracts.base import ANY_SERVICE, Contract
from shared.contracts.catalogue import all_contracts

APPROVED = Path(__file__).with_name("schemas")
Schema = Mapping[str, Any]
_WORDS_ONLY = frozenset({"title", "description", "default", "examples", "$defs", "properties", "required"})


class IncompatibleContractError(ValueError):
    """A released contract changed otherwise than by optional additional fields."""


def schema_name(kind: type[Contract]) -> str:
    """File name of a contract's schema; common shapes stand under ``cases``."""
    owner = "cases" if kind.owner() == ANY_SERVICE else kind.owner()
    return f"{owner}.{kind.event()}.v{kind.version}.json"


def schema_of(kind: type[Contract]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a contract's body."""
    body = kind.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body}


def breaches(approved: Schema, current: Schema) -> list[str]:
    """Why readers of the approved schema would stumble over the current one; empty when they would not."""
    return list(_breaches("", approved, current, approved, current))


def _breaches(path: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema) -> Iterator[str]:
    old, new = _resolved(old, old_root), _resolved(new, new_root)
    before, after = old.get("properties", {}), new.get("properties", {})
    needed, needed_now = set(old.get("required", ())), set(new.get("required", ()))
    for field in sorted(before):
        if field not in after:
            yield f"{path}{field}: removed"
        else:
            yield from _breaches(f"{path}{field}.", before[field], after[field], old_root, new_root)
    for field in sorted((needed - needed_now) & set(after)):
        yield f"{path}{field}: no longer always present"
    for field in sorted(needed_now - needed):
        yield f"{path}{field}: newly required"
    yield from _changed_keywords(path, old, new, old_root, new_root)


def _changed_keywords(
    path: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema
) -> Iterator[str]:
    for word in sorted((set(old) | set(new)) - _WORDS_ONLY):
        before, after = old.get(word), new.get(word)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _breaches(f"{path}{word}.", before, after, old_root, new_root)
        elif word in {"anyOf", "allOf", "oneOf", "prefixItems"} and _same_length(before, after):
            for index, (left, right) in enumerate(zip(before or (), after or (), strict=True)):
                yield from _breaches(f"{path}{word}[{index}].", left, right, old_root, new_root)
        elif before != after:
            yield f"{path}{word}: {before!r} became {after!r}"


def _same_length(before: Any, after: Any) -> bool:
    return isinstance(before, list) and isinstance(after, list) and len(before) == len(after)


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = root["$defs"][str(reference).rpartition("/")[2]]
    return found


def approved_schema(kind: type[Contract]) -> dict[str, Any] | None:
    """The schema in the tree; None for a contract that was never approved."""
    path = APPROVED / schema_name(kind)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def approve(kind: type[Contract]) -> bool:
    """Write a contract's schema; True when the file changed. Raises on a change that readers would feel."""
    current, known = schema_of(kind), approved_schema(kind)
    if known is not None and (found := breaches(known, current)):
        raise IncompatibleContractError(f"{schema_name(kind)}: {'; '.join(found)}")
    if current == known:
        return False
    text = json.dumps(current, ensure_ascii=False, indent=2, sort_keys=True)
    (APPROVED / schema_name(kind)).write_text(text + "\n", encoding="utf-8")
    return True


def main() -> None:
    """Approve what may be approved and say which files changed."""
    changed = [schema_name(kind) for kind in all_contracts() if approve(kind)]
    sys.stdout.write("".join(f"{name}\n" for name in changed) or "nothing to approve\n")


if __name__ == "__main__":
    main()
