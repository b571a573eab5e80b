"""``jiandu export-case``: the whole file of a case as one ZIP, or the check of such a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.output import AsJson, show

if TYPE_CHECKING:
    from deploy.exporting import Passed, Wanted
    from shared.casework.export_check import Report

KEYS = {
    "given": "核对所用公钥：指定的公钥。Held against the key that was given.",
    "installation": "核对所用公钥：本系统该服务的公钥。Held against this installation's own key.",
    "in_file": "签名公钥 {key}，请与该服务公布的公钥比对。Compare this key with the service's own.",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="export-case")(export_case)


def export_case(
    case: Annotated[str | None, typer.Argument(help="The number or the id of the case.")] = None,
    *,
    service: Annotated[str | None, typer.Option(help="Whose case it is; found by itself.")] = None,
    to: Annotated[Path | None, typer.Option(help="Where to; named by the number if left out.")] = None,
    include_identity: Annotated[
        bool, typer.Option("--include-identity", help="With who complained; needs a reason.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why the identity is needed; goes into the audit log.")] = "",
    verify: Annotated[Path | None, typer.Option(help="Check this file instead, without the suite.")] = None,
    key: Annotated[Path | None, typer.Option(help="The service's public key (PEM), for --verify.")] = None,
    token_file: Annotated[Path | None, typer.Option(help="A file that holds your token.")] = None,
    token: Annotated[
        str | None, typer.Option(envvar="JIANDU_TOKEN", help="Your token; a demonstration needs none.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take the whole file of a case away, or check one; ends with an error if anything is wrong."""
    from deploy.exporting import Wanted  # noqa: PLC0415  # imports the rendering

    if (case is None) == (verify is None):
        raise DeployError("Name a case, or a file with --verify: jiandu export-case 投诉〔2026〕1号")
    path = verify
    if path is None:
        wanted = Wanted(case or "", service, include_identity, reason)
        path = _fetched(wanted, to, _read(token_file) if token_file else token)
    _tell(path, key, as_json)


def _fetched(wanted: "Wanted", to: Path | None, token: str | None) -> Path:
    from deploy.exporting import Messenger  # noqa: PLC0415
    from deploy.running import needed_stack  # noqa: PLC0415

    stack = StackSettings()
    messenger = Messenger(stack, needed_stack(stack), token)
    with _progress() as passed:
        return messenger.fetch(wanted, to, passed)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DeployError(f"{path} cannot be read: {error}") from error


def _tell(path: Path, key: Path | None, as_json: bool) -> None:
    from deploy.exporting import checked  # noqa: PLC0415

    report, held_against = checked(path, StackSettings(), key)
    show(_data(path, report, held_against), as_json, "\n".join(_lines(path, report, held_against)))
    raise typer.Exit(0 if report.sound else 1)


def _data(path: Path, report: "Report", held_against: str) -> dict[str, Any]:
    manifest = report.manifest.model_dump() if report.manifest else {}
    told = ("number", "case_id", "service", "made_at", "made_by", "event_count", "identity_included")
    return {
        "file": str(path),
        "sound": report.sound,
        "faults": [{"path": each.path, "zh": each.zh, "en": each.en} for each in report.faults],
        **{name: manifest.get(name) for name in told},
        "files": len(manifest.get("files", ())),
        "left_out": manifest.get("left_out", []),
        "public_key": report.key,
        "held_against": held_against,
    }


def _lines(path: Path, report: "Report", held_against: str) -> Iterator[str]:
    from shared.casework.export_check import printable  # noqa: PLC0415

    if manifest := report.manifest:
        files, events = len(manifest.files), manifest.event_count
        yield f"{path}: {printable(manifest.number)} {files} 个文件 files, {events} 条事件 events"
        if manifest.left_out:
            yield f"未收入 {len(manifest.left_out)} 件，见 manifest.json。Left out; see manifest.json."
    yield from (f"{each.path}: {each.zh}。{each.en}" for each in report.faults)
    if report.key:
        yield KEYS[held_against].format(key=report.key)
    yield "校验通过。Sound." if report.sound else "校验不通过。Not sound."


@contextmanager
def _progress() -> Iterator["Passed"]:
    """A bar on standard error, so that ``--json`` stays one document; how long it gets is not known."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TransferSpeedColumn,
    )

    text = TextColumn("{task.description}")
    columns = (text, BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("导出案卷 case file", total=None)
        yield lambda size: progress.update(task, advance=size)
