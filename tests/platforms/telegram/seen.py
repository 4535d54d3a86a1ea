"""A message as people see it on their phones."""

from dataclasses import dataclass

from tests.platforms.telegram.refusals import Json
from tests.platforms.telegram.texts import piece


@dataclass(frozen=True, slots=True)
class Seen:
    """What a message of the bot looked like at one moment; ``edited`` if it had been changed by then."""

    message: Json
    edited: bool = False

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.message["message_id"])

    @property
    def text(self) -> str:
        """Its text, or the caption of its file."""
        return str(self.message.get("text", self.message.get("caption", "")))

    @property
    def thread(self) -> int | None:
        """The topic it stands in."""
        thread = self.message.get("message_thread_id")
        return None if thread is None else int(thread)

    @property
    def reply_to(self) -> int | None:
        """The number of the message that it answers."""
        source = self.message.get("reply_to_message")
        return None if source is None else int(source["message_id"])

    @property
    def file(self) -> str:
        """The key of the file that it brings, ``""`` if none."""
        return str(self.message.get("document", {}).get("file_id", ""))

    @property
    def entities(self) -> list[Json]:
        """Its entities, the sender's and those that the service found."""
        kept: list[Json] = self.message.get("entities") or self.message.get("caption_entities") or []
        return kept

    @property
    def buttons(self) -> list[Json]:
        """Its buttons, from top to bottom."""
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        return [button["text"] for button in self.buttons]

    def button(self, label: str) -> Json:
        """The button with this label, or the only one that begins so."""
        exact = [button for button in self.buttons if button["text"] == label]
        begun = [button for button in self.buttons if button["text"].startswith(label)]
        found = exact[:1] or begun
        assert len(found) == 1, f"{len(found)} buttons are called {label!r} among {self.labels}"
        return found[0]

    def marked(self, kind: str) -> list[str]:
        """The stretches of its text that bear an entity of this type."""
        return [
            piece(self.text, entity["offset"], entity["length"])
            for entity in self.entities
            if entity["type"] == kind
        ]

    def links(self) -> list[str]:
        """Where its text leads to when it is tapped."""
        return [str(entity["url"]) for entity in self.entities if entity["type"] == "text_link"]
