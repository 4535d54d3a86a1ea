"""``/start`` and ``/help``: what the bot is, and everything one can say to it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands.choosing import rows
from bot.replies import Kind, Node, Quiet, Reply, Text, Usage
from bot.requests import Setting
from bot.visits.visit import Visit

if TYPE_CHECKING:
    from bot.commands import Command


async def start(visit: Visit) -> Reply:
    """What the bot is, in two lines, and what to press first."""
    count = await visit.store.count()
    nodes = (Text(visit.voice("start.what")), Text(visit.voice("start.how", count=count)))
    buttons = rows(
        (
            visit.button(visit.voice("button.digest"), "digest"),
            visit.button(visit.voice("button.random"), "random"),
            visit.button(visit.voice("button.subscribe"), "subscribe")
            if visit.posts
            else visit.button(visit.voice("button.help"), "help"),
        )
    )
    return Reply(Kind.HELP, nodes, buttons, edits=visit.pressed)


async def greet(visit: Visit) -> Reply:
    """What the bot is, for a group that it has just come to."""
    reply = in_short(visit)
    return replace(reply, nodes=(Text(visit.voice("greet.hello")), *reply.nodes))


def in_short(visit: Visit) -> Reply:
    """What the bot is and how to talk to it in a group, for somebody who only called it."""
    nodes = (Text(visit.voice("start.what")), Text(visit.voice("greet.how")))
    buttons = rows(
        (
            visit.button(visit.voice("button.digest"), "digest"),
            visit.button(visit.voice("button.subscribe"), "subscribe"),
            visit.button(visit.voice("button.help"), "help"),
        )
    )
    return Reply(Kind.HELP, nodes, buttons)


def usage(visit: Visit, commands: "Sequence[Command]") -> Reply:
    """Every command with what it gives."""
    lines: list[Node] = [
        Usage(_typed(visit, command), visit.voice(f"command.{command.name}")) for command in commands
    ]
    buttons = rows(
        (
            visit.button(visit.voice("button.digest"), "digest"),
            visit.button(visit.voice("button.list"), "list"),
            visit.button(visit.voice("button.settings"), "settings"),
        )
    )
    group = visit.request.setting is Setting.GROUP
    plain = Quiet(visit.voice("help.group" if group else "help.plain"))
    nodes = (Text(visit.voice("help.title")), *lines, plain)
    return Reply(Kind.HELP, nodes, buttons, edits=visit.pressed)


def _typed(visit: Visit, command: "Command") -> str:
    argument = visit.voice(f"argument.{command.argument}") if command.argument else ""
    return f"/{command.name} {argument}".strip()
