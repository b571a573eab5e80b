"""What the services say of themselves: their paths at the origin, and whom they follow on the broker."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from deploy.files import write_private

if TYPE_CHECKING:
    from shared.web.service import ServiceDefinition


@dataclass(frozen=True)
class ServiceFacts:
    """One service as its neighbours need to know it."""

    name: str
    title: str
    prefixes: tuple[str, ...]
    follows: tuple[str, ...]

    @classmethod
    def of(cls, definition: "ServiceDefinition") -> Self:
        """Build the service without starting it, and look."""
        from shared.settings.service import ServiceSettings  # noqa: PLC0415  # not in the supervisor
        from shared.web.following import followed  # noqa: PLC0415
        from shared.web.runtime import passing_runtime  # noqa: PLC0415

        settings = ServiceSettings(service=definition.name, database_url="postgresql://localhost/none")
        parts = definition.build(passing_runtime(settings))
        follows = sorted({each.source for each in followed(definition, parts)})
        return cls(definition.name, definition.title, definition.prefixes, tuple(follows))


Topology = Mapping[str, ServiceFacts]


def survey(definitions: Sequence["ServiceDefinition"]) -> dict[str, ServiceFacts]:
    """The facts of every service."""
    return {each.name: ServiceFacts.of(each) for each in definitions}


def follows_of(topology: Topology) -> dict[str, tuple[str, ...]]:
    """Whom each service follows, as the broker's rights and readers need it."""
    return {name: facts.follows for name, facts in topology.items()}


def save(topology: Topology, path: Path) -> None:
    """Keep the survey for processes that do not import the services."""
    write_private(path, json.dumps([asdict(facts) for facts in topology.values()], ensure_ascii=False))


def load(path: Path) -> dict[str, ServiceFacts]:
    """Read a kept survey."""
    found = json.loads(path.read_text(encoding="utf-8"))
    facts = [
        ServiceFacts(each["name"], each["title"], tuple(each["prefixes"]), tuple(each["follows"]))
        for each in found
    ]
    return {each.name: each for each in facts}
