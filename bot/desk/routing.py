"""What a request means: which command answers it, and what goes with the answer."""

from dataclasses import replace

from bot import actions
from bot.commands import (
    BY_NAME,
    arguments_of,
    can,
    help,
    here,
    privacy,
    said_plainly,
    typed_as,
    unknown,
)
from bot.commands.venues import as_guest
from bot.replies import Button, Entry, Kind, Reply, Text
from bot.requests import Action, Request, Setting
from bot.texts import Language, speak
from bot.visits.said import brings_text, cleaned, command_in, is_command, is_courtesy, is_link
from bot.visits.visit import Visit, shortened

_HELLO = frozenset({"help", "帮助", "幫助", "你好", "您好", "hi", "hello", "?", "？"})
_ABOUT_ESSAYS = frozenset({Kind.SUMMARY, Kind.POINTS, Kind.PAGE, Kind.DIGEST, Kind.LIST})
# A reply without nodes is not to be sent.
SILENCE = Reply(Kind.NOTICE, ())


def is_anothers(request: Request) -> bool:
    """Whether it is a command to some other bot."""
    text = cleaned(request.text)
    return not request.addressed and is_command(text) and typed_as(command_in(text)[0]) is None


async def answer(visit: Visit) -> Reply:
    """What a button, a command, a file or plain words give."""
    request = visit.request
    if request.action:
        return await _pressed(visit, cleaned(request.action))
    text = cleaned(request.text)
    if is_command(text):
        return await _command(visit, *command_in(text))
    if request.attached is not None:
        return await _do(visit, "here")
    return await _plain(visit, text)


async def _pressed(visit: Visit, data: str) -> Reply:
    kept = await _kept(visit, data)
    if kept is None:
        return _notice(visit, "button.expired")
    action = actions.decode(kept)
    if not can(action):
        return _notice(visit, "button.unknown")
    if not await _may_press(visit, action):
        return Reply(Kind.NOTICE, (Text(visit.voice("button.not_yours")),), private=True)
    if action.language in set(Language) and not BY_NAME[action.verb].apart:
        visit.voice = speak(Language(action.language))
    reply = await _do(visit, action.verb, *action.arguments)
    return _apart(visit, reply) if action.anew else reply


async def _kept(visit: Visit, data: str) -> str | None:
    """What a button's data stands for; ``None`` if it is not kept any more."""
    return await visit.store.kept_action(data) if actions.is_key(data) else data


async def _command(visit: Visit, typed: str, words: str) -> Reply:
    name = typed_as(typed)
    if name is None:
        return unknown.answer(visit, typed, words)
    if name == "start" and words:
        return await _linked(visit, words)
    about_essay = BY_NAME[name].argument == "essay"
    if about_essay and brings_text(visit.request, words):
        return await _do(visit, "here", name) if BY_NAME[name].on_the_spot else here.only(visit)
    if about_essay and visit.request.replied_wordless and not words:
        return _no_text(visit)
    if about_essay and is_link(words):
        return _notice(visit, "plain.link")
    return await _do(visit, name, *arguments_of(name, words))


async def _linked(visit: Visit, payload: str) -> Reply:
    """What a link carries, if that changes nothing: anybody can make a link and have others press it."""
    data = actions.of_payload(payload)
    kept = await _kept(visit, data) if data is not None else ""
    if kept is None:
        return _notice(visit, "link.expired")
    action = actions.decode(kept)
    if not can(action) or not BY_NAME[action.verb].shareable:
        return await _do(visit, "start")
    visit.by_link = True
    return await _do(visit, action.verb, *action.arguments)


async def _plain(visit: Visit, text: str) -> Reply:
    """Words without a command: the essay if they name exactly one, else a search."""
    if not text and visit.request.setting is Setting.GROUP:
        return help.in_short(visit)
    if not text:
        return _no_text(visit)
    group = visit.request.setting is Setting.GROUP
    if (meant := said_plainly(text)) is not None:
        return await _do(visit, meant)
    if text.lower() in _HELLO:
        return help.in_short(visit) if group else await _do(visit, "help")
    if is_courtesy(text):
        return SILENCE if group else Reply(Kind.NOTICE, (Text(visit.voice("plain.courtesy")),))
    if is_link(text):
        return _notice(visit, "plain.link")
    found = await visit.library.find(text)
    if found.gone:
        return await _do(visit, "summary", text)
    if len(found.exact) != 1:
        return await _do(visit, "search", text)
    reply = await _do(visit, "summary", str(found.exact[0].number))
    searching = visit.button(visit.voice("button.search_for", words=shortened(text, 20)), "search", text)
    return replace(reply, buttons=(*reply.buttons, (searching,)))


async def _do(visit: Visit, verb: str, *arguments: str) -> Reply:
    """What the command answers, with the button that shares it."""
    if BY_NAME[verb].personal and not visit.request.whispers:
        return privacy.elsewhere(visit, verb)
    if visit.request.is_guest and (BY_NAME[verb].posts or BY_NAME[verb].of_place):
        return as_guest(visit)
    if BY_NAME[verb].posts and not visit.posts:
        return _notice(visit, "subscribed.not_here")
    reply = await BY_NAME[verb].answer(visit, *arguments)
    if not visit.posts:
        reply = _without_posts(reply)
    return replace(reply, share=_share(visit, Action(verb, arguments), reply), menu=_menu(visit, reply))


async def _may_press(visit: Visit, action: Action) -> bool:
    """Whether the one who presses is the one who was answered, where that matters."""
    request, asker = visit.request, _asker(visit.request, action)
    if asker == request.person or request.setting is Setting.PRIVATE:
        return True
    if BY_NAME[action.verb].own:
        return not asker and request.whispers
    if not (asker and visit.asker_only):
        return True
    # In the name of the group itself it was asked by one of its managers.
    return asker == request.address.chat and await request.may_manage()


def _asker(request: Request, action: Action) -> str:
    """Whom the message answered; of an answer about somebody's text, who asked for it."""
    named = action.arguments[2:] if action.verb == "here" else ()
    return named[0] if named else request.asker


def _share(visit: Visit, action: Action, reply: Reply) -> Button | None:
    """A button that gives others the same: the essay in this view, the search, a digest of their own."""
    label = visit.voice("button.share")
    if reply.kind is Kind.RESULTS:
        words = action.arguments[:1]
        return replace(visit.link(label, action.verb, *words), short=shortened("".join(words)))
    if action.verb == "subscribe" and reply.kind is Kind.SETTINGS:
        return replace(visit.link(label, "offer"), short=visit.voice("start.what"))
    if reply.essay is None or reply.kind not in _ABOUT_ESSAYS:
        return None
    verb, *view = (action.verb, *action.arguments[1:]) if BY_NAME[action.verb].shareable else ("summary",)
    return replace(visit.link(label, verb, reply.essay.id, *view), short=shortened(reply.essay.title, 100))


def _apart(visit: Visit, reply: Reply) -> Reply:
    """The reply as a message of its own; in a group only for the one who pressed, where that can be."""
    return replace(reply, edits=False, private=reply.private or visit.request.setting is Setting.GROUP)


def _without_posts(reply: Reply) -> Reply:
    """The reply without the buttons that lead nowhere where no digests come by themselves."""
    rows = (tuple(key for key in row if not BY_NAME[key.action.verb].posts) for row in reply.buttons)
    return replace(reply, buttons=tuple(row for row in rows if row))


def _menu(visit: Visit, reply: Reply) -> str:
    """What a menu is called that has the reply's essays, or the places of its sentences."""
    essays = any(isinstance(node, Entry) for node in reply.nodes)
    return visit.voice("menu.essays" if essays else "menu.places")


def _notice(visit: Visit, key: str) -> Reply:
    start = visit.button(visit.voice("button.help"), "help")
    return Reply(Kind.NOTICE, (Text(visit.voice(key)),), ((start,),), private=True)


def _no_text(visit: Visit) -> Reply:
    """What to say to a picture, a voice, a sticker."""
    helping = visit.button(visit.voice("button.help"), "help")
    return Reply(Kind.HELP, (Text(visit.voice("plain.no_text")),), ((helping,),))
