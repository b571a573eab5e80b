"""What the bureau chose for the open questions, and choosing otherwise (待确认事项的取值)."""

from urllib.parse import quote

from services.dashboard.application.drafts import SERVICE
from services.dashboard.application.law import Question
from services.dashboard.application.services import Services
from services.dashboard.application.sessions import SignedIn
from services.dashboard.application.shown import Shown

PATH = "/api/v1/law/policies"


class Choice(Shown):
    """One choice that was made (选定记录)."""

    value: str
    reason: str = ""
    chosen_by: str | None = None
    chosen_at: str | None = None


class Policy(Question):
    """A policy as the bureau sees it: the question, the value in use, the version to decide on."""

    version: int = 0


class Policies:
    """The policies, as one person may see and change them."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def listed(self, person: SignedIn) -> list[Policy]:
        """Read all policies."""
        reply = await self._services.get(PATH, token=person.token(SERVICE))
        return [Policy.model_validate(each) for each in reply.body]

    async def history(self, person: SignedIn, policy: str) -> list[Choice]:
        """Read every choice that was made for one policy, the newest first."""
        path = f"{PATH}/{quote(policy, safe='')}/history"
        reply = await self._services.get(path, token=person.token(SERVICE))
        return [Choice.model_validate(each) for each in reply.body]

    async def choose(
        self,
        person: SignedIn,
        policy: str,
        choice: Choice,
        *,
        idempotency_key: str,
        version: int,
    ) -> None:
        """Choose a value; the reason is recorded with it."""
        await self._services.act(
            "PUT",
            f"{PATH}/{quote(policy, safe='')}",
            {"value": choice.value, "reason": choice.reason},
            token=person.token(SERVICE),
            idempotency_key=idempotency_key,
            version=version,
        )
