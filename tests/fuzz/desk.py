"""The desk with a real library, store and index: whatever is said, pressed or sent, it answers well."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import strategies as st

from bot import actions
from bot.commands import COMMANDS
from bot.console.render import render as on_console
from bot.discord.components import as_json
from bot.discord.render import render as on_discord
from bot.index import file, generations
from bot.index.searching import search
from bot.replies import Hit, Kind, Paragraph, Passage, Point, Reply
from bot.requests import Setting
from bot.telegram.render import render as on_telegram
from bot.telegram.rich import Entity
from bot.visits.said import cleaned
from digests.query import parse
from tests.fuzz import texts, words
from tests.fuzz.target import Bound, Target, TooSlow
from tests.platforms.discord.limits import message_problems
from tests.platforms.telegram.texts import checked
from tests.stories.talk import Talk, sent
from tests.stories.test_anything import DATA, Stage, check

_SEEDS = Path(__file__).parents[2] / "seeds"
_COMMANDS = st.sampled_from([f"/{command.name} " for command in COMMANDS])
# Of the database's own machine, for one search in the seeds; each step of ours stands for so many of its.
_MOST_OPERATIONS = 400_000
_OPERATIONS = 1_000


class Room:
    """A desk that is asked many things, one after the other."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="fuzz-"))
        self.stage = Stage(self.folder, _SEEDS)
        self.stage.wait(Talk(self.stage.bot.desk).say("/search 桥"))
        self._index = file.connect(generations.current(self.folder))
        self._essays = self._texts()

    def say(self, said: tuple[str, Setting]) -> Reply:
        """What is answered to words."""
        text, setting = said
        return self.stage.wait(Talk(self.stage.bot.desk, setting=setting).say(text or "/help"))

    def press(self, pressed: tuple[str, Setting]) -> Reply:
        """What is answered to a button with this data."""
        data, setting = pressed
        return self.stage.wait(Talk(self.stage.bot.desk, setting=setting).press_data(data or "help"))

    def send(self, brought: tuple[bytes, str, str]) -> Reply:
        """What is answered to a document."""
        data, name, text = brought
        return self.stage.wait(Talk(self.stage.bot.desk).say(text, attached=sent(data, name)))

    def search(self, text: str) -> int:
        """Search the index; how many thousand operations of the database's machine that takes, at least."""
        operations = 0

        def count() -> bool:
            nonlocal operations
            operations += _OPERATIONS
            return operations > _MOST_OPERATIONS

        self._index.set_progress_handler(count, _OPERATIONS)
        ranking = search(self._index, parse(cleaned(text)), 60)
        if operations > _MOST_OPERATIONS:
            raise TooSlow(f"more than {_MOST_OPERATIONS} operations of the database's machine")
        scores = [hit.score for hit in ranking.hits]
        assert scores == sorted(scores, reverse=True)
        assert ranking.whole <= len(ranking.hits)
        return operations

    def check(self, _given: object, reply: Reply) -> None:
        """It is not empty, no failure, quotes word by word, and can be shown on every platform."""
        check(reply)
        # A text of somebody's own has the laws of digesting.
        for quoted in () if reply.about_source else _quotations(reply):
            assert any(quoted in text for text in self._essays), quoted
        show(reply)

    def close(self) -> None:
        """Let go of everything."""
        self._index.close()
        self.stage.close()

    def _texts(self) -> list[str]:
        library = self.stage.bot.library
        numbers = [number for number, _ in self.stage.wait(library.arrivals())]
        opened = [self.stage.wait(library.open(number)) for number in numbers]
        return [block.text for one in opened if one for block in one.derived.essay.blocks]


def _quotations(reply: Reply) -> list[str]:
    """What is shown as authors' words."""
    found: list[str] = []
    for node in reply.nodes:
        match node:
            case Passage(sentences):
                found += [sentence.text for sentence in sentences]
            case Point():
                found.append(node.point.text)
            case Hit():
                found.append("".join(run.text for run in node.runs))
            case Paragraph() if reply.kind is Kind.PAGE:
                found.append("".join(run.text for run in node.runs))
            case _:
                pass
    return found


def show(reply: Reply) -> None:
    """Show it everywhere, within the limits of each platform."""
    on_console(reply)
    for message in on_telegram(reply, "digest_bot").messages:
        checked(message.text, [_entity(entity) for entity in message.entities])
    for screen in on_discord(reply).messages:
        assert list(message_problems(as_json(screen))) == []


def _check_sent(_given: object, reply: Reply) -> None:
    check(reply)
    show(reply)


def _entity(entity: Entity) -> dict[str, Any]:
    return {"type": entity.type, "offset": entity.offset, "length": entity.length, "url": entity.url}


def _attempt(room: Callable[[], Room], act: Callable[[Room, Any], Any]) -> Callable[[Any], Any]:
    return lambda given: act(room(), given)


def targets() -> Sequence[Target]:
    """What they are; they share one room, which is made when it is first needed."""
    made: list[Room] = []

    def room() -> Room:
        if not made:
            made.append(Room())
        return made[0]

    def close() -> None:
        while made:
            made.pop().close()

    settings = st.sampled_from(Setting)
    said = words.all_pieces() | st.builds("{}{}".format, _COMMANDS, words.all_pieces())
    data = DATA | texts.changed([actions.encode(action) for action in _pressed()]) | st.text(max_size=80)
    document = st.tuples(texts.files(), st.sampled_from(["", "a.md", "a.html"]), st.just("/summary"))
    bound = Bound(1_500_000, 2_000)
    return (
        Target("search", words.all_pieces(), _attempt(room, Room.search), Bound(200_000, 20), close=close),
        Target("saying", st.tuples(said, settings), _attempt(room, Room.say), bound,
               lambda given, reply: room().check(given, reply), [("/help", Setting.PRIVATE)], close),
        Target("pressing", st.tuples(data, settings), _attempt(room, Room.press), bound,
               lambda given, reply: room().check(given, reply), [("help", Setting.PRIVATE)], close),
        Target("sending", document, _attempt(room, Room.send), bound,
               _check_sent, [(b"# a\n\nb.", "", "/summary")], close),
    )  # fmt: skip


def _pressed() -> list[Any]:
    from bot.requests import Action

    return [Action("read", ("4", "1.0", "2")), Action("search", ("桥", "2", "17"), language="zh-Hans")]
