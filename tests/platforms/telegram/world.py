"""What the service knows: people, chats, messages, and what of it the bot has not been told yet."""

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count

from tests.platforms.telegram.refusals import Json, Refused, bad_request, forbidden
from tests.platforms.telegram.seen import Seen
from tests.platforms.waiting import Pulse

BOT_ID = 700_000_001
# The service's own stand-in for administrators who do not show themselves.
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
# Its stand-in for people who write in the name of a channel of theirs.
MASKED = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
_RIGHTS = """
    can_be_edited can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members
    can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories
    can_post_messages
"""
_FIRST_DAY = 1_790_000_000
_PRIVATE = "private"


@dataclass(slots=True)
class Chat:
    """A private chat, a group or a channel.

    ``members`` has the status of each person, ``bot_status`` the bot's own. A forum has ``topics``,
    open (true) or closed (false). ``name`` is its public name, with which anybody can find it. Where it is
    ``mute``, members may not write. ``trouble`` is the refusal of everything sent here.
    """

    id: int
    kind: str
    title: str = ""
    forum: bool = False
    bot_status: str = "member"
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, bool] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    shown: list[Seen] = field(default_factory=list)
    name: str = ""
    mute: bool = False
    upgraded_to: int | None = None
    trouble: Refused | None = None

    @property
    def is_group(self) -> bool:
        """Whether the limits of groups hold here."""
        return self.kind != _PRIVATE

    def as_json(self) -> Json:
        """The chat as the API describes it."""
        named = {"first_name" if self.kind == _PRIVATE else "title": self.title}
        return {"id": self.id, "type": self.kind} | named | ({"is_forum": True} if self.forum else {})

    def as_full_json(self) -> Json:
        """The chat with all that is told on request."""
        gifts = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"
        told: Json = {"accent_color_id": 0, "max_reaction_count": 11}
        told["accepted_gift_types"] = dict.fromkeys(gifts.split(), False)
        if self.is_group and self.kind != "channel":
            told["permissions"] = {"can_send_messages": not self.mute}
        return self.as_json() | told

    def check_open(self, thread: int | None = None) -> None:
        """Raises ``Refused`` where the bot may not post now."""
        if self.upgraded_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.upgraded_to
            )
        if self.trouble is not None:
            raise self.trouble
        if self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        if thread is not None and thread not in self.topics:
            raise bad_request("message thread not found")
        if thread is not None and not self.topics[thread]:
            raise bad_request("TOPIC_CLOSED")


@dataclass(slots=True, repr=False)
class World:
    """Everything that is true on the service's side."""

    username: str = "digest_test_bot"
    users: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    callbacks: dict[str, Json | None] = field(default_factory=dict)
    inline_answers: dict[str, Json] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    wanted: list[str] | None = None
    pulse: Pulse = field(default_factory=Pulse)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def bot(self) -> Json:
        """The bot, as a user."""
        return {"id": BOT_ID, "is_bot": True, "first_name": "Digest", "username": self.username}

    def number(self) -> int:
        """A number that nothing has yet."""
        return next(self._numbers)

    def tell(self, kind: str, happened: Json) -> None:
        """Let the bot know of something, if it wants to know such things."""
        if self.wanted is None or kind in self.wanted:
            self.updates.append({"update_id": 1000 + self.number(), kind: deepcopy(happened)})
            self.pulse.stir()

    def chat(self, chat_id: int | str) -> Chat:
        """The chat with this number or public name. Raises ``Refused`` if there is none."""
        if isinstance(chat_id, int) and chat_id in self.chats:
            return self.chats[chat_id]
        for chat in self.chats.values():
            if chat_id == f"@{chat.name}":
                return chat
        raise bad_request("chat not found")

    def new_message(self, chat: Chat, sender: Json | None, **content: object) -> Json:
        """A message that has just been written, by nobody in a channel."""
        number = self.number()
        message: Json = {"message_id": number, "date": _FIRST_DAY + number, "chat": chat.as_json(), **content}
        if sender is not None:
            message["from"] = sender
        chat.messages[number] = message
        return message

    def show(self, chat: Chat, message: Json, *, edited: bool = False) -> None:
        """Let the people in the chat see how a message of the bot looks now."""
        chat.shown.append(Seen(deepcopy(message), edited))
        self.pulse.stir()


def as_member(user: Json, status: str) -> Json:
    """A user's place in a chat, as the API describes it."""
    told: Json = {"status": status, "user": user}
    if status in {"creator", "administrator"}:
        told["is_anonymous"] = False
    if status == "administrator":
        told |= dict.fromkeys(_RIGHTS.split(), True)
    if status == "kicked":
        told["until_date"] = 0
    return told
