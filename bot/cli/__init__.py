"""The command line: options in, one job called, an exit code out (0 fine, 1 failed, 2 wrong usage).

A job is imported only when it runs, so that ``--help`` and ``--version`` load nothing else.
"""

import argparse
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING

from bot import __version__
from bot.cli.signals import held

if TYPE_CHECKING:
    # argparse has no public name for what add_subparsers gives.
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

_EPILOG = """\
Without a command: serves the platforms that have a token; with none, opens the console chat
(or, without a terminal, prints today's digest). Settings come from the environment or a .env
file; README.md lists them.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the job that the arguments name; its exit code."""
    options = _parser().parse_args(argv)
    module, _, function = options.job.partition(":")
    _prepare_output()
    try:
        # What is loaded for a while can be told to stop, which waits for somebody who knows how to.
        with held(signal.SIGTERM) if options.job == "serve:run" else nullcontext():
            code = int(getattr(importlib.import_module(f"bot.cli.{module}"), function)(options))
        print(end="", flush=True)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        _discard_output()  # nobody reads the rest, as in `| head`
        return 128 + signal.SIGPIPE
    except Exception as error:
        import logging

        from bot.errors import UsageError
        from bot.logs import tell

        said = _said(error)
        if said is None:
            raise
        tell(said, logging.ERROR)
        return 2 if isinstance(error, UsageError) else 1
    return code


def _said(error: Exception) -> str | None:
    """What an error is to the operator, who can mend it; ``None`` for what only its trace explains."""
    from bot.errors import BotError
    from bot.permissions import why

    if isinstance(error, OSError) and error.filename is None:
        _discard_output()
        return f"the output cannot be written: {error.strerror or error}"
    if isinstance(error, OSError):
        return f"{error.filename}: {why(error)}"
    return str(error) if isinstance(error, BotError) else None


def _prepare_output() -> None:
    """Output that was closed is written nowhere; a terminal that lacks a character shows a question mark."""
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _discard_output() -> None:
    """Let Python flush what is left at exit without a complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="digestbot",
        description="Turns long essays into summaries and key points, for Telegram, Discord and the console.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"digestbot {__version__}")
    parser.set_defaults(job="serve:main_job")
    commands = parser.add_subparsers(metavar="COMMAND")
    _job(commands, "run", "serve:run", "serve the platforms that have a token")
    _language(_job(commands, "chat", "chat:chat", "chat with the bot here in the terminal"))
    ask = _language(_job(commands, "ask", "chat:ask", "answer one message and exit"))
    ask.add_argument(
        "message", nargs="?", default="", help='such as "/summary 3", a title, or words to search'
    )
    ask.add_argument(
        "--press", metavar="ACTION", default="", help="press a button instead: an action of --json"
    )
    _json(ask)
    _essays(commands)
    _explain(commands)
    _index(commands)
    digest = _language(_job(commands, "digest", "chat:digest", "print the digest of a day"))
    digest.add_argument("--date", metavar="YYYY-MM-DD", help="the day (default: today in the set time zone)")
    _json(digest)
    _outbox(commands)
    _backups(commands)
    _init(commands)
    doctor = _job(commands, "doctor", "doctor:doctor", "check that everything the bot needs is in order")
    _json(doctor)
    return parser


def _essays(commands: "_Commands") -> None:
    about = "list, add, check or remove essays"
    parser = commands.add_parser("essays", help=about, description=_sentence(about))
    jobs = parser.add_subparsers(metavar="COMMAND", required=True)
    _json(_job(jobs, "list", "essays:listing", "list the essays of the library"))
    add = _job(jobs, "add", "essays:add", "add files, or all essays of folders, to the library")
    add.epilog = (
        "Files and lines that are added again are read again if they changed. An essay whose file or line is"
        " gone stays until `essays remove`; one that was removed comes back with its file."
    )
    add.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, a folder, or a .jsonl or .jsonl.gz file with an essay in each line: an object with"
        " title and body (or text, content, or a list of paragraphs), and perhaps author, date, source, id",
    )
    check = _job(jobs, "check", "essays:check", "show how files would be read; changes nothing")
    check.add_argument("paths", nargs="+", metavar="PATH", help="a file or folder")
    _json(check, "one JSON object per file and line")
    remove = _job(jobs, "remove", "essays:remove", "take essays out of the library (files are left alone)")
    remove.add_argument("numbers", nargs="+", type=int, metavar="NUMBER", help="as in `essays list`")


def _explain(commands: "_Commands") -> None:
    about = "say why each sentence of an essay is in its summary, or is not"
    explain = _job(commands, "explain", "explain:explained", about)
    explain.add_argument("essay", metavar="ESSAY", help="a number, a title or a piece of it, or a file")
    explain.add_argument("--html", metavar="FILE", help="write a page to look at instead")
    explain.add_argument(
        "--length",
        metavar="LENGTH",
        type=_length,
        default="medium",
        help="of the summary: one-line, short, medium or long (default: medium)",
    )


def _index(commands: "_Commands") -> None:
    about = "look after what the search goes by"
    parser = commands.add_parser("index", help=about, description=_sentence(about))
    jobs = parser.add_subparsers(metavar="COMMAND", required=True)
    _json(_job(jobs, "status", "index:status", "say whether the index is up to date with the library"))
    _job(jobs, "rebuild", "index:rebuild", "make the index anew from the library")


def _outbox(commands: "_Commands") -> None:
    subscriptions = _job(commands, "subscriptions", "outbox:subscriptions", "list who gets digests")
    statuses = ("active", "paused", "ended", "blocked", "waiting")
    subscriptions.add_argument("--status", nargs="+", choices=statuses, default=(), help="only such")
    _json(subscriptions, "one JSON object per subscription and line")
    deliveries = _job(commands, "deliveries", "outbox:deliveries", "list what became of the digests")
    deliveries.add_argument("--date", metavar="YYYY-MM-DD", type=_date, help="only those of a local day")
    deliveries.add_argument(
        "--chat", metavar="CHAT", default="", help="only those of a chat: telegram:123456"
    )
    states = ("pending", "sending", "sent", "unknown", "dead", "missed", "empty")
    deliveries.add_argument("--state", nargs="+", choices=states, default=(), help="only such")
    deliveries.add_argument("--limit", metavar="N", type=_count, default=100, help="at most (default: 100)")
    _json(deliveries, "one JSON object per delivery and line")
    resend = _job(commands, "resend", "outbox:resend", "post deliveries (again) that may not have arrived")
    resend.add_argument("numbers", nargs="+", type=_count, metavar="NUMBER", help="as in `deliveries`")
    resend.add_argument("--anyway", action="store_true", help="even what came in a later digest")


def _init(commands: "_Commands") -> None:
    init = _job(
        commands, "init", "init:init", "set the bot up: check the tokens, write .env, print the links"
    )
    init.epilog = (
        "In a terminal it asks for what is not given here. A token that is given here stays in the shell's"
        " history: better let it ask, or put it into DIGESTBOT_TELEGRAM_TOKEN or DIGESTBOT_DISCORD_TOKEN."
    )
    init.add_argument("--telegram-token", metavar="TOKEN", help="as @BotFather gave it")
    init.add_argument("--discord-token", metavar="TOKEN", help="as the developer portal gave it")
    init.add_argument("--essays", metavar="FOLDER", help="the folder of the essays")
    init.add_argument("--data", metavar="FOLDER", help="the folder of what the bot remembers")
    init.add_argument("--timezone", metavar="ZONE", help="of the readers, such as Asia/Taipei")
    init.add_argument("--language", metavar="TAG", help="of the readers: zh-Hans, zh-Hant or en")
    init.add_argument("--admins", metavar="PEOPLE", help="who manages the bot, such as telegram:123456")
    init.add_argument("--unchecked", action="store_true", help="do not ask the platforms about the tokens")
    about = "change what is given in a .env that is there already; its other lines stay"
    init.add_argument("--update", action="store_true", help=about)


def _backups(commands: "_Commands") -> None:
    backup = _job(commands, "backup", "backup:backup", "write all that the bot remembers into one file")
    backup.epilog = (
        "Works beside a bot that runs. The index, the essays' folder and .env are not in it. `run` makes one"
        " a day by itself: see DIGESTBOT_BACKUPS and DIGESTBOT_KEEP_BACKUPS."
    )
    backup.add_argument("file", metavar="FILE", help="a file that is not there yet, such as digestbot.zip")
    restore = _job(commands, "restore", "backup:restore_job", "go back to a backup")
    restore.epilog = (
        "The bot has to be stopped. A backup of an older version will do. What is there now is kept aside."
        " Digests that came due since the backup are listed and not posted, since they may have been."
    )
    restore.add_argument(
        "file", metavar="FILE", help="as `backup` or `run` wrote it, or a copy of the database"
    )
    about = "no bot has run since the backup, as when it moves to another machine: post what came due"
    restore.add_argument("--moved", action="store_true", help=about)
    export = _job(commands, "export", "moving:export", "write who is subscribed, for another bot")
    export.add_argument("file", metavar="FILE", help="a file that is not there yet")
    take = _job(commands, "import", "moving:import_job", "take over who was subscribed to another bot")
    take.epilog = (
        "A bot cannot write to people first: each subscription waits until somebody there starts this bot,"
        " or invites it and says something to it. Then it goes on as it was."
    )
    take.add_argument("file", metavar="FILE", help="as `export` wrote it")


def _job(commands: "_Commands", name: str, job: str, about: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=_sentence(about))
    parser.set_defaults(job=job)
    return parser


def _language(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    about = "zh-Hans, zh-Hant or en (default: your locale's)"
    parser.add_argument("--language", metavar="TAG", type=_tag, help=about)
    return parser


def _tag(text: str) -> str:
    from bot.texts import language_named

    if language_named(text) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is none of zh-Hans, zh-Hant, en")
    return text


def _length(text: str) -> str:
    from digests.derived import Length

    lengths = ("one-line", *Length)
    if text not in lengths:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(lengths)}")
    return text


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 2026-03-31") from error


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:19]) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number like 12")
    return min(int(text[:19]), 2**62)


def _json(parser: argparse.ArgumentParser, about: str = "print JSON") -> None:
    parser.add_argument("--json", action="store_true", help=about)


def _sentence(about: str) -> str:
    return about[0].upper() + about[1:] + "."
