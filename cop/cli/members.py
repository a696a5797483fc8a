"""Members in and out of files."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cop.accounts.erased import ErasureLog
from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, ANYONE
from cop.cli.running import AsJson, answer, progress_bar, run
from cop.kit.errors import Invalid
from profiles.exchange.exporting import export_members
from profiles.exchange.importing import Options, import_members
from profiles.exchange.inviting import ANSWER_WITHIN, invite_imported
from profiles.exchange.undoing import describe_imports, undo_import

if TYPE_CHECKING:
    from cop.running import Service
    from profiles.exchange.report import Report

MOST_SHOWN = 20
_VIEWERS = {"public": ANYONE, "members": ANY_MEMBER, "administrator": ADMINISTRATOR}


def import_file(
    file: Annotated[Path, typer.Argument(help="A .csv, .tsv, .xlsx or .jsonl file.")],
    *,
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen.")] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="Which column holds which field: COLUMN=FIELD."),
    ] = None,
    create_topics: Annotated[
        bool, typer.Option(help="Make topics of words that no topic is called.")
    ] = False,
    publish: Annotated[
        bool, typer.Option(help="Publish the people at once; they must have agreed to it.")
    ] = False,
    consent: Annotated[
        str, typer.Option(help="On whose word they are published; is kept with the import.")
    ] = "",
    keep_namesakes: Annotated[
        bool, typer.Option(help="Take people with the name and institution of another as new.")
    ] = False,
    include_hidden: Annotated[
        bool, typer.Option(help="Take in hidden rows and columns of a spreadsheet.")
    ] = False,
    encoding: Annotated[str, typer.Option(help="Of a text file that is not in UTF-8.")] = "",
    as_json: AsJson = False,
) -> None:
    """Bring in members. Run the same file again after an interruption and it goes on."""
    options = Options(
        columns=_read_columns(columns or []),
        create_topics=create_topics,
        consent=(consent or "The administrator confirmed consent on import.") if publish else "",
        keep_namesakes=keep_namesakes,
        include_hidden=include_hidden,
        encoding=encoding,
    )

    async def work(service: Service) -> Report:
        erased = ErasureLog(service.settings.cop_data).knows()
        with progress_bar("Importing") as progress:
            return await import_members(
                file, options, dry_run=dry_run, progress=progress, erased=erased
            )

    report = run(work)
    answer(report, _tell(report, dry_run=dry_run, publish=publish), as_json=as_json)


def _read_columns(pairs: list[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise typer.BadParameter(f"“{pair}” is not of the form COLUMN=FIELD.")
        columns[column] = field
    return columns


def _tell(report: Report, *, dry_run: bool, publish: bool) -> str:
    lines = [
        f"{report.rows} rows in {report.seconds} s.",
        f"Created {report.created}, updated {report.updated}.",
        f"Unchanged {report.unchanged}, skipped {report.skipped}.",
    ]
    if dry_run:
        lines.append("This was a dry run; nothing was stored.")
    lines += report.remarks
    unknown = [heading for heading, field in report.columns.items() if field is None]
    if unknown:
        lines.append(f"Columns left out: {', '.join(unknown)}. Use --map to take one in.")
    lines += _some("Not imported", report.errors, "{column}: {reason}")
    lines += _some("Repeated", report.duplicates, "repeats {of}: {why}")
    lines += _some("Noted", report.warnings, "{column}: {reason}")
    if report.unknown_topics:
        words = ", ".join(f"{one['text']} ({one['count']})" for one in report.unknown_topics[:20])
        lines.append(f"Kept as words, for no topic is called so: {words}")
    if report.run and report.created + report.updated and not dry_run:
        lines.append(f"To undo: cop import undo {report.run}")
    if report.run and report.created and not (dry_run or publish):
        lines.append(
            "Nobody but coordinators finds whom this created. To ask them: cop import invite "
            f"{report.run}. Without their answer they are deleted after {ANSWER_WITHIN.days} days."
        )
    return "\n".join(lines)


def _some(title: str, notes: list[dict[str, Any]], form: str) -> list[str]:
    lines = [_one_note(note, form) for note in notes[:MOST_SHOWN]]
    if len(notes) > MOST_SHOWN:
        lines.append(f"  … and {len(notes) - MOST_SHOWN} more; --json lists all.")
    return [f"{title}:", *lines] if lines else []


def _one_note(note: dict[str, Any], form: str) -> str:
    place = f"  row {note['row']} (line {note['line']})"
    return (
        f"{place}, {form.format(**note)}"
        if note.get("column", True)
        else f"{place}: {note['reason']}"
    )


def list_imports(*, as_json: AsJson = False) -> None:
    """List what was imported, the last first."""

    async def work(_service: Service) -> list[dict[str, Any]]:
        return await describe_imports()

    imports = run(work)
    lines = [
        f"{one['id']:>4}  {one['started_at']:%Y-%m-%d %H:%M}  {one['state']:<11} {one['file']}"
        for one in imports
    ]
    answer({"imports": imports}, "\n".join(lines) or "Nothing was imported yet.", as_json=as_json)


def invite(
    number: Annotated[int, typer.Argument(help="As `cop import list` shows it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Ask the people whom an import brought in whether they want to be listed, once.

    Who has not signed in 60 days later is deleted.
    """

    async def work(service: Service) -> int:
        return await invite_imported(service.post, number)

    invited = run(work)
    noun = "person is" if invited == 1 else "people are"
    answer({"invited": invited}, f"{invited} {noun} asked.", as_json=as_json)


def undo(
    number: Annotated[int, typer.Argument(help="As `cop import list` shows it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Take an import back: delete whom it created, restore whom it updated.

    Who has changed since is left as they are, and listed.
    """

    async def work(_service: Service) -> dict[str, Any]:
        return await undo_import(number)

    done = run(work)
    text = (
        f"{done['deleted']} deleted, {done['restored']} restored, "
        f"{len(done['kept'])} left as they are because they have changed since. "
        "Topics that were made stay; so do institutions."
    )
    answer(done, text, as_json=as_json)


def export_file(
    file: Annotated[Path, typer.Argument(help="A .csv, .tsv, .xlsx or .jsonl file to write.")],
    *,
    viewer: Annotated[
        str, typer.Option(help="As whom: public, members or administrator.")
    ] = "administrator",
    as_json: AsJson = False,
) -> None:
    """Write all members that the viewer may see, and only what they may see of them."""
    if viewer not in _VIEWERS:
        raise typer.BadParameter("The viewer is public, members or administrator.")
    if not file.parent.is_dir():
        raise Invalid(f"There is no folder {file.parent}.")
    if file.suffix.lower() not in {".csv", ".tsv", ".xlsx", ".jsonl"}:
        raise Invalid("Members are written to .csv, .tsv, .xlsx and .jsonl files.")

    async def work(_service: Service) -> int:
        with progress_bar("Exporting") as progress:
            return await export_members(file, _VIEWERS[viewer], progress)

    rows = run(work)
    answer({"rows": rows, "path": str(file)}, f"{rows} members written to {file}.", as_json=as_json)
