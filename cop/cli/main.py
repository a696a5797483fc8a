"""The command `cop`: which commands there are, and how errors end them.

Exit codes: 0 done; 1 refused or failed, with a sentence on stderr; 2 wrong use.
"""

from __future__ import annotations

import sys
from typing import Final

import typer

from cop.cli import (
    backup,
    chapters,
    countries,
    demo,
    directory,
    mail,
    matches,
    members,
    serve,
    upkeep,
    users,
    vocabulary,
)
from cop.kit.errors import CopError, Invalid

app: Final = typer.Typer(
    help="A network for a community of practice: directory, matcher, chapters.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

imports: Final = typer.Typer(help="Bring members in from a file, list imports, undo one.")
imports.command("members")(members.import_file)
imports.command("list")(members.list_imports)
imports.command("invite")(members.invite)
imports.command("undo")(members.undo)
app.add_typer(imports, name="import")

exports: Final = typer.Typer(help="Write members to a file.")
exports.command("members")(members.export_file)
app.add_typer(exports, name="export")

app.command("search")(directory.search)
app.command("match")(matches.match)
app.command("rematch")(matches.rematch_all)
app.command("hall")(matches.hall)

chapter_commands: Final = typer.Typer(
    help="List chapters, make the working groups' ones, propose others."
)
chapter_commands.command("list")(chapters.list_all)
chapter_commands.command("propose")(chapters.propose)
chapter_commands.command("seed")(chapters.seed)
app.add_typer(chapter_commands, name="chapters")

country_commands: Final = typer.Typer(help="What the community knows of a country.")
country_commands.command("show")(countries.show)
app.add_typer(country_commands, name="countries")

vocabulary_commands: Final = typer.Typer(help="Look words up, or load another vocabulary.")
vocabulary_commands.command("find")(vocabulary.find)
vocabulary_commands.command("load")(vocabulary.load)
app.add_typer(vocabulary_commands, name="vocabulary")

mail_commands: Final = typer.Typer(help="Mails that came back.")
mail_commands.command("bounces")(mail.bounces)
app.add_typer(mail_commands, name="mail")

user_commands: Final = typer.Typer(help="Accounts: who may sign in, with which roles.")
user_commands.command("list")(users.list_all)
user_commands.command("create")(users.create)
user_commands.command("grant")(users.grant)
user_commands.command("revoke")(users.revoke)
user_commands.command("ban")(users.ban)
user_commands.command("unban")(users.unban)
user_commands.command("link")(users.link)
app.add_typer(user_commands, name="user")

app.command("serve")(serve.serve)
app.command("work")(serve.work)
app.command("demo")(demo.demo)
app.command("migrate")(upkeep.migrate)
app.command("reindex")(upkeep.reindex)
app.command("check")(upkeep.check)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("drill")(backup.drill)
app.command("erase")(backup.erase_member)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        app()
    except Invalid as error:
        lines = [error.message, *(f"{name}: {reason}" for name, reason in error.fields.items())]
        sys.exit(_refused("\n".join(lines)))
    except CopError as error:
        sys.exit(_refused(error.message))


def _refused(message: str) -> int:
    sys.stderr.write(message + "\n")
    return 1
