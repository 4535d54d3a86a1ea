"""The people on the service: what they say, press, send and open, and what they get to read."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.platforms.telegram.markup import payload_of
from tests.platforms.telegram.refusals import Json, forbidden
from tests.platforms.telegram.seen import Seen
from tests.platforms.telegram.server import Telegram
from tests.platforms.telegram.texts import found_links
from tests.platforms.telegram.world import ANONYMOUS, BOT_ID, MASKED, Chat, as_member

_FIRST_GROUP = -1_001_000_000_000


@dataclass(slots=True)
class Seat:
    """A person in a chat, and there in a topic if the chat has topics.

    ``anonymous`` is an administrator who does not show who it is, ``mask`` the channel in whose name a
    person writes who has one.
    """

    telegram: Telegram
    user: Json
    chat: Chat
    topic: int | None = None
    anonymous: bool = False
    _mark: int = 0
    mask: Chat | None = None

    # -- acting ------------------------------------------------------------------------------------

    def say(self, text: str, reply_to: int | None = None) -> int:
        """Write a message; its number."""
        return self._write(reply_to, text=text, entities=found_links(text))

    def forward(self, text: str) -> int:
        """Forward a message that somebody else wrote elsewhere; its number."""
        origin = {"type": "hidden_user", "sender_user_name": "某人", "date": 1_700_000_000}
        return self._write(text=text, forward_origin=origin)

    def send_file(self, name: str, data: bytes, caption: str = "", reply_to: int | None = None) -> int:
        """Send a document; its number."""
        key = f"sent{self.telegram.world.number()}"
        self.telegram.world.files[key] = (name, data)
        document = {"file_id": key, "file_unique_id": key, "file_name": name, "file_size": len(data)}
        captioned = {"caption": caption, "caption_entities": found_links(caption)} if caption else {}
        return self._write(reply_to, document=document, **captioned)

    def send_voice(self) -> int:
        """Say something aloud; the message's number."""
        return self._write(voice={"file_id": "v", "file_unique_id": "v", "duration": 3})

    def press(self, label: str, on: Seen | None = None) -> str:
        """Press a button of this message, or of the last one; the number of the query."""
        message = on or self.last
        return self.press_data(str(message.button(label)["callback_data"]), message)

    def press_data(self, data: str, on: Seen) -> str:
        """Press what carries this data."""
        world = self.telegram.world
        query = f"query{world.number()}"
        world.callbacks[query] = None
        now = self.chat.messages.get(on.id) or {"message_id": on.id, "chat": self.chat.as_json(), "date": 0}
        self._mark = len(self.chat.shown)
        pressed = {"id": query, "from": self.user, "chat_instance": "1", "message": now, "data": data}
        world.tell("callback_query", pressed)
        return query

    def open(self, label: str, on: Seen | None = None) -> "Seat":
        """Follow a button that is a link to the bot; the seat in the private chat it opens."""
        return self._follow(str((on or self.last).button(label)["url"]))

    def tap(self, place: int = 0, on: Seen | None = None) -> "Seat":
        """Follow one of the links in the text; the seat in the private chat it opens."""
        return self._follow((on or self.last).links()[place])

    def delete(self, message: int) -> None:
        """Take a message away, one's own or as an administrator the bot's."""
        del self.chat.messages[message]

    # -- reading -----------------------------------------------------------------------------------

    @property
    def last(self) -> Seen:
        """What the bot showed here last."""
        return self.chat.shown[-1]

    @property
    def new(self) -> list[Seen]:
        """What the bot has shown here since this person acted last."""
        return [seen for seen in self.chat.shown[self._mark :] if seen.thread == self.topic]

    async def reads(self, words: str = "") -> Seen:
        """The first message since this person acted last that has these words, as soon as it is there."""

        def probe() -> Seen | None:
            return next((seen for seen in self.new if words in seen.text), None)

        world = self.telegram.world
        try:
            return await world.pulse.until(probe, f"{words!r} in {self.chat.title}")
        except AssertionError as error:
            raise AssertionError(f"{error}; there is {[seen.text for seen in self.new]}") from None

    async def sees(self, query: str) -> str:
        """What the answer to a press says, ``""`` for nothing."""
        world = self.telegram.world
        answer = await world.pulse.until(lambda: world.callbacks[query], f"no answer to {query}")
        return str(answer.get("text", ""))

    # -- helpers -----------------------------------------------------------------------------------

    def _write(self, reply_to: int | None = None, **content: object) -> int:
        world, chat = self.telegram.world, self.chat
        content = {name: value for name, value in content.items() if value}
        if reply_to is not None:
            source = chat.messages[reply_to]
            content["reply_to_message"] = {
                name: value for name, value in source.items() if name != "reply_to_message"
            }
        if self.topic is not None:
            # What answers nothing in a topic answers its beginning.
            begin = {"reply_to_message": chat.messages[self.topic]}
            content = begin | content | {"message_thread_id": self.topic, "is_topic_message": True}
        if self.anonymous or chat.kind == "channel":
            content["sender_chat"] = chat.as_json()
        elif self.mask is not None:
            content["sender_chat"] = self.mask.as_json()
        shown = ANONYMOUS if self.anonymous else MASKED if self.mask is not None else self.user
        sender = None if chat.kind == "channel" else shown
        message = world.new_message(chat, sender, **content)
        self._mark = len(chat.shown)
        if chat.kind == "channel":
            world.tell("channel_post", message)
        elif chat.kind == "private" or self._concerns_bot(message):
            world.tell("message", message)
        return int(message["message_id"])

    def _concerns_bot(self, message: Json) -> bool:
        """Whether the service shows a bot this message of a group (privacy mode)."""
        if self.chat.bot_status != "member":
            return self.chat.bot_status == "administrator"
        text = str(message.get("text", message.get("caption", "")))
        answered = message.get("reply_to_message", {}).get("from", {}).get("id") == BOT_ID
        return answered or text.startswith("/") or f"@{self.telegram.world.username}" in text

    def _follow(self, url: str) -> "Seat":
        shared = parse_qs(urlsplit(url).query).get("url", [url])[0]
        payload = payload_of(shared, self.telegram.world.username)
        assert payload is not None, f"{url} does not lead to the bot"
        seat = Seat(self.telegram, self.user, self.telegram.world.chats[self.user["id"]])
        seat.say(f"/start {payload}".strip())
        return seat


@dataclass(slots=True)
class Person:
    """Somebody with an account."""

    telegram: Telegram
    name: str
    language: str = "zh-hans"
    user: Json = field(init=False)
    private: Seat = field(init=False)

    def __post_init__(self) -> None:
        world = self.telegram.world
        number = 10_000 + world.number()
        self.user = {"id": number, "is_bot": False, "first_name": self.name}
        if self.language:
            self.user["language_code"] = self.language
        world.users[number] = self.user
        world.chats[number] = Chat(number, "private", self.name)
        self.private = Seat(self.telegram, self.user, world.chats[number])

    @property
    def id(self) -> int:
        """The account's number."""
        return int(self.user["id"])

    def in_(self, chat: Chat, topic: int | None = None, *, anonymous: bool = False) -> Seat:
        """This person's seat in a group or channel."""
        return Seat(self.telegram, self.user, chat, topic, anonymous, len(chat.shown))

    def block(self) -> None:
        """Do not want to hear from the bot any more."""
        self.private.chat.trouble = forbidden("bot was blocked by the user")
        self._tell_status("member", "kicked")

    def unblock(self) -> None:
        """Want to hear from it again."""
        self.private.chat.trouble = None
        self._tell_status("kicked", "member")

    def deactivate(self) -> None:
        """Give the account up."""
        self.private.chat.trouble = forbidden("user is deactivated")

    async def looks_up(self, words: str, offset: str = "") -> Json:
        """Type ``@bot words`` in any chat; what the bot offers."""
        world = self.telegram.world
        query = f"inline{world.number()}"
        asked = {"id": query, "from": self.user, "query": words, "offset": offset, "chat_type": "private"}
        world.tell("inline_query", asked)
        return await world.pulse.until(lambda: world.inline_answers.get(query), f"no offers for {words!r}")

    def chooses(self, result: Json, chat: Chat) -> Seen:
        """Post what the bot offered; the message as all in the chat see it."""
        content = result["input_message_content"]
        message = self.telegram.world.new_message(
            chat,
            self.user,
            text=content["message_text"],
            entities=content.get("entities", []),
            reply_markup=result.get("reply_markup", {}),
            via_bot=self.telegram.world.bot,
        )
        self.telegram.world.show(chat, message)
        return chat.shown[-1]

    def _tell_status(self, before: str, after: str) -> None:
        tell_status(self.telegram, self.private.chat, self.user, before, after)


def group(
    telegram: Telegram,
    title: str,
    *members: Person,
    admins: tuple[Person, ...] = (),
    kind: str = "supergroup",
    topics: int = 0,
    bot_status: str = "member",
) -> Chat:
    """A group with these people and the bot in it; ``bot_status`` ``left`` leaves the bot out."""
    world = telegram.world
    number = world.number()
    chat = Chat(-number if kind == "group" else _FIRST_GROUP - number, kind, title, topics > 0, bot_status)
    chat.members = {person.id: "member" for person in members} | {
        person.id: "administrator" for person in admins
    }
    world.chats[chat.id] = chat
    for name in range(topics):
        topic = {"name": f"话题{name}", "icon_color": 7_322_096}
        begin = world.new_message(chat, world.bot, forum_topic_created=topic, is_topic_message=True)
        begin["message_thread_id"] = begin["message_id"]
        chat.topics[begin["message_id"]] = True
    return chat


def invite(telegram: Telegram, chat: Chat, by: Person) -> None:
    """Bring the bot into a group."""
    before, chat.bot_status = chat.bot_status, "member"
    tell_status(telegram, chat, by.user, before, "member")


def kick(telegram: Telegram, chat: Chat, by: Person) -> None:
    """Throw the bot out of a group."""
    before, chat.bot_status = chat.bot_status, "kicked"
    tell_status(telegram, chat, by.user, before, "kicked")


def upgrade(telegram: Telegram, chat: Chat, by: Person) -> Chat:
    """Make a supergroup of a group; the new one."""
    world = telegram.world
    raised = Chat(_FIRST_GROUP - world.number(), "supergroup", chat.title)
    raised.members, raised.bot_status = dict(chat.members), chat.bot_status
    world.chats[raised.id] = raised
    chat.upgraded_to = raised.id
    world.tell("message", world.new_message(chat, by.user, migrate_to_chat_id=raised.id))
    anonymous = {"sender_chat": raised.as_json(), "migrate_from_chat_id": chat.id}
    world.tell("message", world.new_message(raised, ANONYMOUS, **anonymous))
    return raised


def tell_status(telegram: Telegram, chat: Chat, by: Json, before: str, after: str) -> None:
    """Let the bot know that its place in a chat has changed."""
    bot = telegram.world.bot
    changed: Json = {"chat": chat.as_json(), "from": by, "date": 1_790_000_000}
    changed["old_chat_member"], changed["new_chat_member"] = as_member(bot, before), as_member(bot, after)
    telegram.world.tell("my_chat_member", changed)
