"""``jiandu clock``: the sandbox clock, shown or moved; all services follow it."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any

import typer

from deploy import access, clocks
from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.output import AsJson, show
from deploy.running import RunningStack, needed_stack
from deploy.services import IDENTITY
from shared.clock.suite import SHANGHAI, host_now, shanghai

PATH = "/api/v1/identity/sandbox-clock"
app = typer.Typer(help="The sandbox clock of a demonstration.", no_args_is_help=True)


@app.command(name="show")
def show_clock(as_json: AsJson = False) -> None:
    """Show where each service stands."""
    _print(asyncio.run(clocks.stands(needed_stack(StackSettings()))), as_json)


@app.command()
def advance(
    days: Annotated[int, typer.Option(min=0)] = 0,
    hours: Annotated[int, typer.Option(min=0)] = 0,
    minutes: Annotated[int, typer.Option(min=0)] = 0,
    as_json: AsJson = False,
) -> None:
    """Move the clock forward, and wait until every process has followed and swept."""
    stack, running = _demonstration()
    step = timedelta(days=days, hours=hours, minutes=minutes)
    if not step:
        raise DeployError("Say how far: jiandu clock advance --days 8")
    _print(asyncio.run(_move(stack, running, {"by_seconds": round(step.total_seconds())})), as_json)


@app.command(name="set")
def set_clock(
    to: Annotated[str, typer.Argument(help="2026-09-30, or 2026-09-30T08:30 (Asia/Shanghai).")],
    as_json: AsJson = False,
) -> None:
    """Move the clock forward to a date (08:30) or an instant."""
    stack, running = _demonstration()
    _print(asyncio.run(_move(stack, running, {"to": instant_of(to).isoformat()})), as_json)


def instant_of(text: str) -> datetime:
    """A date or a local time of Asia/Shanghai as an instant."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise DeployError(f"{text!r} is neither a date nor a time.") from None
    if len(text) == len("2026-09-30"):
        return shanghai(given.date(), time(8, 30))
    return given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=SHANGHAI).astimezone(UTC)


def _demonstration() -> tuple[StackSettings, RunningStack]:
    stack = StackSettings()
    access.demonstration_only(stack, "The sandbox clock")
    return stack, needed_stack(stack)


async def _move(stack: StackSettings, running: RunningStack, wanted: dict[str, Any]) -> list[clocks.Stand]:
    answer = await asyncio.to_thread(access.post, stack, running, IDENTITY, PATH, wanted)
    return await clocks.wait_for_all(running, clocks.Move.of(answer))


def _print(stands: list[clocks.Stand], as_json: bool) -> None:
    data: list[dict[str, Any]] = [
        {
            "service": each.service,
            "clock_offset_seconds": each.offset_seconds,
            "now": _now(each),
            "swept_until": each.swept_until,
        }
        for each in stands
    ]
    lines = [f"{each['service']:<24} {each['now'] or 'does not answer'}" for each in data]
    show(data, as_json, "\n".join(lines))


def _now(stand: clocks.Stand) -> str | None:
    if stand.offset_seconds is None:
        return None
    now = host_now() + timedelta(seconds=stand.offset_seconds)
    return now.astimezone(SHANGHAI).isoformat(timespec="seconds")
