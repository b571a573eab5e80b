"""Opening sealed texts that events refer to, many at once (文书内容)."""

from collections.abc import Iterable

from shared.privacy.sealed import SealedStore


async def open_texts(sealed: SealedStore, refs: Iterable[str]) -> dict[str, str]:
    """The texts behind references of the form ``<ref>#<field>``; others are left out."""
    wanted = {ref for ref in refs if "#" in ref}
    values = await sealed.open_many({ref.partition("#")[0] for ref in wanted})
    return {ref: values.get(ref.partition("#")[0], {}).get(ref.partition("#")[2], "") for ref in wanted}
