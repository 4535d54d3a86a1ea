"""The rules of the loopback Discord, one by one: limits, rates, and the official description."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platforms.discord.components import problems
from tests.platforms.discord.flags import MessageFlag
from tests.platforms.discord.limits import choices_problems, command_size, commands_problems, message_problems
from tests.platforms.discord.rates import Flood, Rates
from tests.platforms.discord.spec import Spec, load_spec

Json = dict[str, Any]

V2 = int(MessageFlag.COMPONENTS_V2)


def text(length: int = 1) -> Json:
    """A text display."""
    return {"type": 10, "content": "字" * length}


def button(name: str = "a", label: str = "读") -> Json:
    """A button."""
    return {"type": 2, "style": 2, "custom_id": name, "label": label}


def row(*children: Json) -> Json:
    """A row of these."""
    return {"type": 1, "components": list(children)}


def menu(number: int, name: str = "m") -> Json:
    """A menu of so many options."""
    options = [{"label": f"{place}", "value": f"{place}"} for place in range(number)]
    return {"type": 3, "custom_id": name, "options": options}


def section(*texts: Json) -> Json:
    """Texts with a button beside them."""
    return {"type": 9, "components": list(texts), "accessory": button()}


def box(*children: Json) -> Json:
    """A container."""
    return {"type": 17, "components": list(children)}


LAWFUL = [
    [box(text(4000))],
    [box(*[text() for _ in range(39)])],
    [box(section(text(), text(), text()), row(menu(25)))],
    [text(), row(*[button(str(place)) for place in range(5)])],
    [row({"type": 2, "style": 5, "url": "https://example.org", "label": "x" * 80})],
    [row(button("x" * 100))],
]
UNLAWFUL = [
    ([box(text(4001))], "4001 characters"),
    ([text(2000), box(text(2001))], "4001 characters of text"),
    ([box(*[text() for _ in range(40)])], "41 in total"),
    ([box(box(text()))], "type 17 is not allowed"),
    ([box()], "0 components"),
    ([button()], "type 2 is not allowed"),
    ([section()], "0 components"),
    ([section(text(), text(), text(), text())], "4 components"),
    ([{"type": 9, "components": [text()]}], "needs a button"),
    ([row(*[button(str(place)) for place in range(6)])], "6 components"),
    ([row(menu(1), button())], "stands alone"),
    ([row(menu(26))], "26 options"),
    ([row(menu(0))], "0 options"),
    ([row({**menu(2), "max_values": 3})], "more values"),
    ([row({**menu(1), "options": [{"label": "a", "value": "x"}] * 2})], "same value"),
    ([row({**menu(1), "options": [{"label": "x" * 101, "value": "x"}]})], "option: label"),
    ([row({**menu(1), "placeholder": "x" * 151})], "placeholder"),
    ([row(button("x" * 101))], "custom id"),
    ([row(button(label="x" * 81))], "label"),
    ([row(button(label=""))], "label or an emoji"),
    ([row(button(), button())], "used twice"),
    ([row(button("m")), row(menu(1))], "used twice"),
    ([row({**button(), "style": 5})], "url"),
    ([text(0)], "0 characters"),
]


@pytest.mark.parametrize("components", LAWFUL)
def test_lawful_components(components: list[Json]) -> None:
    """What is just within every limit is taken."""
    assert list(problems(components, v2=True)) == []


@pytest.mark.parametrize(("components", "problem"), UNLAWFUL)
def test_unlawful_components(components: list[Json], problem: str) -> None:
    """What is just beyond a limit is refused, and the limit named."""
    assert any(problem in found for found in problems(components, v2=True))


MESSAGES = [
    ({"content": "x" * 2001}, "2001 characters"),
    ({"content": "x", "flags": V2}, "neither content"),
    ({"embeds": [{"title": "x"}], "flags": V2}, "neither content"),
    ({"flags": 128}, "cannot be set"),
    ({"components": [text()]}, "type 10 is not allowed"),
    ({"embeds": [{"title": "x" * 257}]}, "title"),
    ({"embeds": [{"description": "x" * 4097}]}, "description"),
    ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, "6001 characters"),
    ({"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]}, "25 fields"),
    ({"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]}, "field value"),
    ({"content": "x", "nonce": "x" * 26}, "nonce"),
    ({"allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "both parsed and listed"),
]


@pytest.mark.parametrize(("body", "problem"), MESSAGES)
def test_unlawful_messages(body: Json, problem: str) -> None:
    """A message beyond a limit is refused, and the limit named."""
    assert any(problem in found for found in message_problems(body))


def command(**changed: object) -> Json:
    """A slash command with one option."""
    option = {"type": 3, "name": "essay", "description": "x"}
    return {"type": 1, "name": "summary", "description": "x", "options": [option], **changed}


COMMANDS = [
    ([command(name="Summary")], "no name"),
    ([command(name="x" * 33)], "no name"),
    ([command(description="")], "description"),
    ([command(description_localizations={"zh-TW": "x" * 101})], "description"),
    ([command(name_localizations={"zh-HK": "x"})], "no locale zh-HK"),
    ([command(), command()], "two of it"),
    ([command(name=f"c{place}") for place in range(101)], "101 commands"),
    (
        [command(options=[{"type": 3, "name": f"o{place}", "description": "x"} for place in range(26)])],
        "26 options",
    ),
    (
        [
            command(
                options=[
                    *command()["options"],
                    {"type": 3, "name": "b", "description": "x", "required": True},
                ]
            )
        ],
        "required options",
    ),
    ([{"type": 3, "name": "Read", "description": "x"}], "neither description"),
    (
        [command(options=[{**command()["options"][0], "choices": [{"name": "", "value": "x"}]}])],
        "choice: name",
    ),
]


@pytest.mark.parametrize(("commands", "problem"), COMMANDS)
def test_unlawful_commands(commands: list[Json], problem: str) -> None:
    """A list of commands beyond a limit is refused, and the limit named."""
    assert any(problem in found for found in commands_problems(commands))


def test_largest_command() -> None:
    """A command may have 8000 characters, each text counted with its longest localisation."""
    options = [{"type": 3, "name": f"option{place}", "description": "x" * 100} for place in range(3)]
    localised = command(description="x", description_localizations={"zh-CN": "字" * 50}, options=options)
    assert command_size(localised) == len("summary") + 50 + 3 * (len("option0") + 100)
    choices = [{"name": "x" * 100, "value": f"{place:0100}"} for place in range(25)]
    huge = [{**option, "choices": choices} for option in options]
    assert list(commands_problems([command(options=huge[:1])])) == []
    assert any("at most 8000" in problem for problem in commands_problems([command(options=huge)]))


def test_choices() -> None:
    """At most 25 choices are offered while typing."""
    offered = [{"name": "x", "value": "x"}] * 25
    assert list(choices_problems(offered)) == []
    assert list(choices_problems([*offered, offered[0]])) == ["26 choices, at most 25"]


@given(pauses=st.lists(st.floats(0, 3), max_size=60))
def test_rates(pauses: list[float]) -> None:
    """A client that waits as the headers say is never refused; one that does not wait is."""
    rates, now, free = Rates(), 0.0, 0.0
    for pause in pauses:
        now = max(now + pause, free)
        pace = rates.take("create_message", "1", now)
        assert not isinstance(pace, Flood)
        if pace["X-RateLimit-Remaining"] == "0":
            after = float(pace["X-RateLimit-Reset-After"]) + 0.001
            assert isinstance(rates.take("create_message", "1", now), Flood)
            free = now + after


def test_overall_rate() -> None:
    """All calls together may be 50 in a second; those of interactions are not among them."""
    rates = Rates()
    paces = [rates.take("get_channel", f"{place}", 0) for place in range(51)]
    assert not any(isinstance(pace, Flood) for pace in paces[:50])
    assert paces[50] == Flood(1, overall=True)
    assert not isinstance(rates.take("execute_webhook", "t", 0), Flood)
    assert rates.take("create_interaction_response", "", 0) == {}


@pytest.fixture
def spec(shared: Path, checkout: Path) -> Spec:
    """The official description, where that is there."""
    assert shared.is_dir()
    found = load_spec(checkout)
    if found is None:
        pytest.skip("the official description of Discord's API is not on this machine")
    return found


def test_spec(spec: Spec) -> None:
    """The official description takes a lawful message, and names what is wrong with another."""
    lawful = {"flags": V2, "components": [box(section(text()), row(menu(3)))]}
    assert spec.of_call("create_message", lawful) == []
    (problem,) = spec.of_call("create_message", {"components": [{"type": 10, "content": 5}]})
    assert problem == "create_message.components[0].content: 5 is no string"
    (missing,) = spec.of_call("create_message", {"components": [box(row({"type": 3, "custom_id": "m"}))]})
    assert "options: missing" in missing
