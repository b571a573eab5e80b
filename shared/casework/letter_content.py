"""What a letter says now: what people wrote in it, what the case says, head and end of period (成文)."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from shared.casework.letter_source import LetterSource, Value
from shared.casework.lettered import LetteredCase
from shared.casework.letters import Letter, LetterState
from shared.casework.moment import Moment
from shared.casework.organs import Organ, Organs
from shared.casework.texts import open_texts
from shared.documents.composing import compose
from shared.documents.content import LetterContent, LetterHead
from shared.documents.kinds import LetterKind, letter_kind
from shared.law.refusal import InvalidError
from shared.privacy.sealed import SealedStore


class UnknownKindError(InvalidError):
    """There is no such kind of letter (没有此文种)."""

    slug = "letter-kind-unknown"
    title = "没有此种文书"


@dataclass(frozen=True, slots=True)
class LetterWriter:
    """Puts a letter together, as a draft at any time and for good when it is issued.

    ``seal_place`` are the words at the place of the seal; ``fonts_dir`` holds the operator's own fonts.
    """

    source: LetterSource
    organs: Organs
    sealed: SealedStore
    seal_place: str
    fonts_dir: Path | None = None

    def kind(self, code: str) -> LetterKind:
        """The kind of a code; raises UnknownKindError."""
        try:
            return letter_kind(self.source.service, code)
        except KeyError:
            raise UnknownKindError(f"no kind of letter {code}") from None

    async def organ(self, case: LetteredCase, letter: Letter) -> Organ:
        """The organ that issues it."""
        return await self.organs.of(self.source.organ(case, self.kind(letter.kind), letter))

    def cause(self, case: LetteredCase) -> str:
        """What the case is about, in one line."""
        return self.source.cause(case)

    async def written(self, letter: Letter) -> dict[str, Value]:
        """What people wrote in it, by field."""
        if letter.text_ref is None:
            return {}
        text = (await open_texts(self.sealed, [letter.text_ref]))[letter.text_ref]
        try:
            found: dict[str, Value] = orjson.loads(text.encode())
        except orjson.JSONDecodeError:  # the case's key was destroyed: the text reads as destroyed
            return {}
        return found

    async def told(self, case: LetteredCase, letter: Letter) -> dict[str, Value]:
        """What the case says in it; for a field that a person may write, what stands there until then."""
        known, facts = self.kind(letter.kind).labels, await self.source.facts(case, letter)
        return {name: value for name, value in facts.items() if name in known and value}

    async def substance(self, case: LetteredCase, letter: Letter) -> str:
        """A checksum of what it says, without what only its issue brings: number, day, end of the period."""
        said = {**await self.told(case, letter), **await self.written(letter)}
        organ = (await self.organ(case, letter)).code
        stated = orjson.dumps([letter.kind, organ, letter.addressees, said], option=orjson.OPT_SORT_KEYS)
        return sha256(stated).hexdigest()

    async def compose(
        self, case: LetteredCase, letter: Letter, moment: Moment, *, number: str, draft: bool
    ) -> LetterContent:
        """Its content; refuses what is missing."""
        kind, organ = self.kind(letter.kind), await self.organ(case, letter)
        names = await self.source.names(case, letter.addressees)
        values = await self.told(case, letter)
        head = LetterHead(
            issuer=organ.name,
            dated=letter.issued_on or moment.on,
            case_number=str(case.summary()["number"]),
            number=number,
            addressees=tuple(names[each] for each in letter.addressees),
            contact=self.source.contact(case),
            due=self.source.due(case, letter, kind, moment),
            seal=self.seal_place,
            approved_by=await self._approver(letter),
            approved_on=letter.approved_on,
            draft=draft,
            voided=letter.state is LetterState.VOIDED,
        )
        return compose(kind, values | await self.written(letter), head)

    async def _approver(self, letter: Letter) -> str:
        if letter.approved_by is None:
            return ""
        return await self.organs.person(letter.approved_by)
