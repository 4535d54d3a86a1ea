"""The methods that the bot uses: their parameters, and what they do (https://core.telegram.org/bots/api)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.platforms.telegram.markup import check_commands, check_keyboard, check_link, check_result
from tests.platforms.telegram.refusals import Json, Violation, bad_request
from tests.platforms.telegram.texts import checked, units
from tests.platforms.telegram.world import BOT_ID, Chat, World, as_member

_MAX_FILE = 20_000_000
_MAX_CAPTION = 1024
_MAX_ALERT = 200
_MAX_RESULTS = 50


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, and the kinds of its parameters, those that may be left away with ``?``."""

    act: Callable[[World, Json], object]
    parameters: dict[str, str]
    sends: bool = False


def _get_me(world: World, _: Json) -> Json:
    can = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    lacks = "can_connect_to_business has_main_web_app has_topics_enabled allows_users_to_create_topics"
    return (
        world.bot | can | dict.fromkeys([*lacks.split(), "can_manage_bots", "supports_guest_queries"], False)
    )


def _send_message(world: World, asked: Json) -> Json:
    text, entities = checked(asked["text"], asked.get("entities", []))
    return _post(world, asked, {"text": text, "entities": entities})


def _send_document(world: World, asked: Json) -> Json:
    name, data = asked["document"]
    caption, entities = asked.get("caption", ""), asked.get("caption_entities", [])
    if caption:
        caption, entities = checked(caption, entities, _MAX_CAPTION)
    if not data:
        raise Violation("file must be non-empty")
    key = f"file{world.number()}"
    world.files[key] = (name, data)
    document = {"file_id": key, "file_unique_id": key, "file_name": name, "file_size": len(data)}
    return _post(world, asked, {"document": document, "caption": caption, "caption_entities": entities})


def _post(world: World, asked: Json, content: Json) -> Json:
    check_keyboard(asked.get("reply_markup"), world.username)
    chat = world.chat(asked["chat_id"])
    thread = asked.get("message_thread_id")
    chat.check_open(thread)
    if chat.mute and chat.bot_status == "member":
        raise bad_request("not enough rights to send text messages to the chat")
    content = {name: value for name, value in content.items() if value}
    if source := _replied(chat, asked.get("reply_parameters")):
        content["reply_to_message"] = {name: source[name] for name in source if name != "reply_to_message"}
        # A reply stands in the topic of what it answers, whatever else is asked for.
        thread = source.get("message_thread_id", thread)
    if thread is not None:
        content |= {"message_thread_id": thread, "is_topic_message": True}
    if "reply_markup" in asked:
        content["reply_markup"] = asked["reply_markup"]
    message = world.new_message(chat, None if chat.kind == "channel" else world.bot, **content)
    world.show(chat, message)
    return message


def _replied(chat: Chat, parameters: Json | None) -> Json | None:
    if parameters is None:
        return None
    source = chat.messages.get(parameters["message_id"])
    if source is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return source


def _edited(world: World, asked: Json) -> tuple[Chat, Json]:
    chat = world.chat(asked["chat_id"])
    chat.check_open()
    message = chat.messages.get(asked["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.get("from", world.bot)["id"] != BOT_ID:
        raise Violation("message can't be edited")
    return chat, message


def _edit_text(world: World, asked: Json) -> Json:
    text, entities = checked(asked["text"], asked.get("entities", []))
    return _change(world, asked, {"text": text, "entities": entities})


def _edit_markup(world: World, asked: Json) -> Json:
    return _change(world, asked, {})


def _change(world: World, asked: Json, content: Json) -> Json:
    check_keyboard(asked.get("reply_markup"), world.username)
    chat, message = _edited(world, asked)
    after = {**message, **content, "reply_markup": asked.get("reply_markup")}
    after = {name: value for name, value in after.items() if value}
    if after == message:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    message.clear()
    message.update(after)
    world.show(chat, message, edited=True)
    return message


def _answer_callback(world: World, asked: Json) -> bool:
    if units(asked.get("text", "")) > _MAX_ALERT:
        raise Violation("MESSAGE_TOO_LONG")
    if "url" in asked:
        check_link(asked["url"], world.username)
    query = asked["callback_query_id"]
    if query not in world.callbacks:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if world.callbacks[query] is None:
        world.callbacks[query] = asked
    world.pulse.stir()
    return True


def _answer_inline(world: World, asked: Json) -> bool:
    results = asked["results"]
    if len(results) > _MAX_RESULTS or len({result["id"] for result in results}) < len(results):
        raise Violation("RESULTS_TOO_MUCH or RESULT_ID_DUPLICATE")
    if len(asked.get("next_offset", "").encode()) > 64:
        raise Violation("NEXT_OFFSET_INVALID")
    if not re.fullmatch(r"[\w-]{1,64}", asked.get("button", {}).get("start_parameter", "start"), re.ASCII):
        raise Violation("START_PARAM_INVALID")
    for result in results:
        check_result(result, world.username)
    world.inline_answers[asked["inline_query_id"]] = asked
    world.pulse.stir()
    return True


def _get_file(world: World, asked: Json) -> Json:
    if asked["file_id"] not in world.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(world.files[asked["file_id"]][1])
    if size > _MAX_FILE:
        raise bad_request("file is too big")
    key = asked["file_id"]
    return {"file_id": key, "file_unique_id": key, "file_size": size, "file_path": f"documents/{key}"}


def _get_chat(world: World, asked: Json) -> Json:
    return world.chat(asked["chat_id"]).as_full_json()


def _get_member(world: World, asked: Json) -> Json:
    chat = world.chat(asked["chat_id"])
    chat.check_open()
    if asked["user_id"] == BOT_ID:
        return as_member(world.bot, chat.bot_status)
    if asked["user_id"] not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return as_member(world.users[asked["user_id"]], chat.members.get(asked["user_id"], "left"))


def _get_administrators(world: World, asked: Json) -> list[Json]:
    chat = world.chat(asked["chat_id"])
    chat.check_open()
    ranks = {"creator", "administrator"}
    return [as_member(world.users[user], rank) for user, rank in chat.members.items() if rank in ranks]


def _leave(world: World, asked: Json) -> bool:
    chat = world.chat(asked["chat_id"])
    chat.check_open()
    chat.bot_status = "left"
    world.pulse.stir()
    return True


def _action(world: World, asked: Json) -> bool:
    world.chat(asked["chat_id"]).check_open(asked.get("message_thread_id"))
    return True


def _scope(asked: Json) -> tuple[str, str]:
    scope = asked.get("scope", {"type": "default"})
    named = ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return named, asked.get("language_code", "")


def _set_commands(world: World, asked: Json) -> bool:
    check_commands(asked["commands"])
    world.commands[_scope(asked)] = asked["commands"]
    world.pulse.stir()
    return True


def _get_commands(world: World, asked: Json) -> list[Json]:
    return world.commands.get(_scope(asked), [])


def _delete_commands(world: World, asked: Json) -> bool:
    world.commands.pop(_scope(asked), None)
    return True


def _setter(name: str, most: int) -> Callable[[World, Json], bool]:
    def act(world: World, asked: Json) -> bool:
        text = asked.get(name, "")
        if units(text) > most:
            raise Violation(f"{name} is too long")
        world.profile[name, asked.get("language_code", "")] = text
        return True

    return act


def _getter(name: str) -> Callable[[World, Json], Json]:
    def act(world: World, asked: Json) -> Json:
        return {name: world.profile.get((name, asked.get("language_code", "")), "")}

    return act


def _parameters(described: str) -> dict[str, str]:
    return dict(parameter.split(":") for parameter in described.split())


_MESSAGE = "chat_id:chat message_thread_id:int? reply_parameters:json? reply_markup:json? "
_COMMANDS = "scope:json? language_code:text? "
_TEXT = "text:text entities:json? link_preview_options:json? "
_BROADCAST = "disable_notification:bool? allow_paid_broadcast:bool? "

METHODS: dict[str, Method] = {
    "getMe": Method(_get_me, {}),
    "sendMessage": Method(_send_message, _parameters(_MESSAGE + _TEXT + _BROADCAST), sends=True),
    "sendDocument": Method(
        _send_document,
        _parameters(_MESSAGE + "document:file caption:text? caption_entities:json?"),
        sends=True,
    ),
    "sendChatAction": Method(_action, _parameters("chat_id:chat action:text message_thread_id:int?")),
    "editMessageText": Method(
        _edit_text, _parameters("chat_id:chat message_id:int reply_markup:json? " + _TEXT)
    ),
    "editMessageReplyMarkup": Method(
        _edit_markup, _parameters("chat_id:chat message_id:int reply_markup:json?")
    ),
    "answerCallbackQuery": Method(
        _answer_callback,
        _parameters("callback_query_id:text text:text? show_alert:bool? url:text? cache_time:int?"),
    ),
    "answerInlineQuery": Method(
        _answer_inline,
        _parameters(
            "inline_query_id:text results:json cache_time:int? is_personal:bool? next_offset:text? "
            "button:json?"
        ),
    ),
    "getFile": Method(_get_file, _parameters("file_id:text")),
    "getChat": Method(_get_chat, _parameters("chat_id:chat")),
    "getChatMember": Method(_get_member, _parameters("chat_id:chat user_id:int")),
    "getChatAdministrators": Method(_get_administrators, _parameters("chat_id:chat")),
    "leaveChat": Method(_leave, _parameters("chat_id:chat")),
    "setMyCommands": Method(_set_commands, _parameters(_COMMANDS + "commands:json")),
    "getMyCommands": Method(_get_commands, _parameters(_COMMANDS)),
    "deleteMyCommands": Method(_delete_commands, _parameters(_COMMANDS)),
    "setMyName": Method(_setter("name", 64), _parameters("name:text? language_code:text?")),
    "getMyName": Method(_getter("name"), _parameters("language_code:text?")),
    "setMyDescription": Method(
        _setter("description", 512), _parameters("description:text? language_code:text?")
    ),
    "getMyDescription": Method(_getter("description"), _parameters("language_code:text?")),
    "setMyShortDescription": Method(
        _setter("short_description", 120), _parameters("short_description:text? language_code:text?")
    ),
    "getMyShortDescription": Method(_getter("short_description"), _parameters("language_code:text?")),
}
