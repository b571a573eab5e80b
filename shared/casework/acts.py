"""Which acts are open to a person on a case now, and why the others are closed (可办理事项)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.casework.steps import Step
from shared.identity.actor import Actor
from shared.identity.policy import Deny, Policies

Entries = Callable[[Any, str], Mapping[str, str]]
"""For a case and a collection in a path, such as ``orders``: each entry's id and state."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the interface: its step, its policy, its path below the case.

    ``{entry}`` in a path stands for one of a collection's entries in the state ``entry``; several states are
    separated by bars.
    """

    step: str
    path: str
    fields: tuple[str, ...] = ()
    action: str = ""
    entry: str = ""

    @property
    def name(self) -> str:
        """The name of its policy and of its label within the service."""
        return self.action or self.step


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts of one kind of case.

    ``labels`` name acts that share a step; ``explained`` are the rules whose refusal is shown to the person,
    where any other denial leaves the act out.
    """

    service: str
    acts: Sequence[Act]
    steps: Mapping[str, Step]
    policies: Policies
    entries: Entries
    labels: Mapping[str, tuple[str, str]]
    explained: Collection[str] = ()

    def allowed(self, case: Any, actor: Actor, facts: Any, base: str) -> list[dict[str, Any]]:
        """Every act with its path, its fields, whether it is open to this person now, and else why not."""
        found = []
        for act in self.acts:
            decision = self.policies.decide(f"{self.service}.{act.name}", actor, facts)
            denied = decision if isinstance(decision, Deny) else None
            if denied is not None and denied.rule not in self.explained:  # a refusal is never true
                continue
            found += [self._shown(case, act, entry, denied, base) for entry in self._entries(case, act)]
        return found

    def _entries(self, case: Any, act: Act) -> list[str]:
        """The entries that an act applies to; one empty entry for acts on the case."""
        if "{entry}" not in act.path:
            return [""]
        kept, states = self.entries(case, act.path.partition("/")[0]), act.entry.split("|")
        return [one for one, state in kept.items() if state in states]

    def _shown(self, case: Any, act: Act, entry: str, denied: Deny | None, base: str) -> dict[str, Any]:
        step = self.steps[act.step]
        label_zh, label_en = self.labels.get(act.action, (step.label_zh, step.label_en))
        reason_zh, reason_en, basis = None, None, case.basis_of(step.rule)
        if denied is not None:
            reason_zh, reason_en, basis = denied.text_zh, denied.text_en, denied.basis
        elif refusal := step.refusal(case):
            reason_zh, reason_en, basis = refusal.title, refusal.detail, refusal.basis
        return {
            "action": act.name,
            "label_zh": label_zh,
            "label_en": label_en,
            "method": "POST",
            "path": f"{base}/{act.path.format(entry=entry)}",
            "open": reason_zh is None,
            "reason_zh": reason_zh,
            "reason_en": reason_en,
            "basis": basis,
            "field_names": list(act.fields),
        }
