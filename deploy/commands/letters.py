"""``jiandu letters``: messages that could not be used and wait for a person."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deploy.layout import StackSettings
from deploy.output import AsJson, show

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from deploy.letters import LetterDesk

app = typer.Typer(help="Messages of other services that wait for a person.", no_args_is_help=True)
Service = Annotated[str, typer.Argument(help="The service that could not use them.")]


@app.command(name="list")
def list_letters(service: Service, as_json: AsJson = False) -> None:
    """List what waits: from whom, its number, its case, since when."""

    async def ask() -> list[dict[str, Any]]:
        async with _desk(service) as desk:
            return [each._asdict() for each in await desk.waiting()]

    found = asyncio.run(ask())
    lines = [f"{each['source']}:{each['ordinal']}  {each['subject']}  {each['parked_at']}" for each in found]
    show(found, as_json, "\n".join(lines) or "Nothing waits.")


@app.command()
def replay(
    service: Service,
    source: Annotated[str, typer.Argument(help="The service that sent them.")],
    subject: Annotated[str, typer.Argument(help="The case, as `list` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Try the messages of one case again, after what stopped them was mended."""

    async def ask() -> int:
        async with _desk(service) as desk:
            return await desk.replay(source, subject)

    count = asyncio.run(ask())
    show({"replayed": count}, as_json, f"{count} messages dealt with.")


def _desk(service: str) -> "AbstractAsyncContextManager[LetterDesk]":
    from deploy.letters import letter_desk  # noqa: PLC0415  # imports the services
    from deploy.services import definition_of  # noqa: PLC0415
    from deploy.serving import settings_from_environment  # noqa: PLC0415
    from shared.web.runtime import runtime_of  # noqa: PLC0415

    settings = settings_from_environment(StackSettings(), service, None)
    return letter_desk(definition_of(service), runtime_of(settings))
