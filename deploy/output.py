"""How the commands print: text for people, one JSON document with ``--json``."""

import json
import sys
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
COLOURS = ("cyan", "green", "magenta", "blue", "yellow", "bright_cyan", "bright_green", "bright_magenta")


def show(data: Any, as_json: bool, text: str | None = None) -> None:
    """Print the data, or the text that says the same."""
    if as_json or text is None:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
    else:
        typer.echo(text)


def new_accounts(accounts: list[dict[str, Any]]) -> str:
    """The passwords that are told once."""
    if not accounts:
        return ""
    rows = [f"  {each['name']:<36} {each['password']:<26} {each['role']}" for each in accounts]
    return "\n".join(["\n  New accounts, shown only now:", *rows, ""])


def prefixed(width: int) -> "Prefixed":
    """A printer of lines under the name of whoever said them."""
    return Prefixed(width)


class Prefixed:
    """Each process's lines in a colour of their own; plain where the output is not a terminal."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._colours: dict[str, str] = {}

    def __call__(self, name: str, text: str) -> None:
        """Print one line to the standard error stream, so that ``--json`` stays one document."""
        colour = self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
        typer.echo(f"{typer.style(f'{name:<{self._width}} |', fg=colour)} {text}", file=sys.stderr)
