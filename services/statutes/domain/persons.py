"""Who enters and who publishes: never the same person (双人确认)."""

from dataclasses import dataclass

from shared.identity.actor import Actor
from shared.law.refusal import ForbiddenError


class SecondPersonError(ForbiddenError):
    """Who entered a draft does not publish it (须由另一人核对发布)."""

    slug = "second-person"
    title = "须由录入人以外的人核对后发布"


@dataclass(frozen=True, slots=True)
class By:
    """Who did it: the person, else the account, and the account (办理人)."""

    person: str
    account: str

    @classmethod
    def of(cls, actor: Actor) -> "By":
        """From whoever gives the command."""
        return cls(str(actor.person) if actor.person else actor.subject, actor.subject)


def refuse_same_person(first: By, second: By) -> None:
    """Two accounts of one person are one person, and so is one account whose person was linked later."""
    if first.person == second.person or first.account == second.account:
        raise SecondPersonError("Another person than the one who entered it must publish it.")
