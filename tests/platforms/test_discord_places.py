"""The loopback Discord's forums, announcements, threads and history are as strict as the service's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.platforms.discord import Channel, Discord, Person
from tests.platforms.discord.flags import ChannelType, Permission
from tests.platforms.discord.spec import load_spec
from tests.subscriptions import Hands

Json = dict[str, Any]
# A method, a path and a body: the status and what is answered.
Ask = Callable[..., Awaitable[tuple[int, Any]]]

TEXT: Json = {"content": "字"}
ONCE: Json = {**TEXT, "nonce": "one", "enforce_nonce": True}


@pytest.fixture
async def service(checkout: Path) -> AsyncIterator[Discord]:
    """Discord on this machine, whose own answers are by the official description."""
    async with Discord(load_spec(checkout)) as service:
        yield service
        assert service.mistakes == []


@pytest.fixture
async def ask(service: Discord) -> AsyncIterator[Ask]:
    """Makes calls in the bot's name."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {service.token}"}) as session:

        async def make(method: str, path: str, body: Json | None = None) -> tuple[int, Any]:
            async with session.request(method, service.root + path, json=body) as answer:
                return answer.status, await answer.json()

        yield make


def forum_of(service: Discord) -> Channel:
    """A forum of the server."""
    return service.world.open(service.guild, "论坛", ChannelType.FORUM)


async def test_post_in_a_forum(service: Discord, ask: Ask) -> None:
    """A post has a name and a first message with its own number; it is among the threads that are active."""
    forum = forum_of(service)
    status, post = await ask("POST", f"/channels/{forum.id}/threads", {"name": "今天", "message": TEXT})
    assert status == 201
    assert post["id"] == post["message"]["id"]
    assert (await ask("POST", f"/channels/{post['id']}/messages", TEXT))[0] == 200
    _, active = await ask("GET", f"/guilds/{service.guild.id}/threads/active")
    assert [(one["id"], one["parent_id"], one["name"]) for one in active["threads"]] == [
        (post["id"], forum.id, "今天")
    ]


@pytest.mark.parametrize(
    ("things", "body", "code"),
    [
        ("messages", TEXT, 50008),
        ("threads", {"name": "今天", "message": ONCE}, 50035),
        ("threads", {"name": "今天", "message": TEXT, "applied_tags": ["5"]}, 50035),
        ("threads", {"name": "今天", "message": {}}, 50006),
    ],
)
async def test_no_post(service: Discord, ask: Ask, things: str, body: Json, code: int) -> None:
    """A forum takes nothing but posts, and these know no nonce, and no tags but its own."""
    _, refused = await ask("POST", f"/channels/{forum_of(service).id}/{things}", body)
    assert refused["code"] == code
    assert service.violations


async def test_tags(service: Discord, ask: Ask) -> None:
    """Where posts need a tag, none goes without."""
    forum = forum_of(service)
    forum.tags, forum.needs_tag = ["7"], True
    path, post = f"/channels/{forum.id}/threads", {"name": "今天", "message": TEXT}
    assert (await ask("POST", path, post))[1]["code"] == 40067
    assert (await ask("POST", path, {**post, "applied_tags": ["7"]}))[0] == 201


async def test_announcement(service: Discord, ask: Ask) -> None:
    """What is posted in a channel of announcements can be passed on once, and nothing else can."""
    news = service.world.open(service.guild, "公告", ChannelType.NEWS)
    for channel, codes in ((news, [None, 40033]), (service.channel, [50024])):
        _, message = await ask("POST", f"/channels/{channel.id}/messages", TEXT)
        path = f"/channels/{channel.id}/messages/{message['id']}/crosspost"
        assert [(await ask("POST", path))[1].get("code") for _ in codes] == codes
    assert len(service.violations) == 1


async def test_nonce_is_forgotten(service: Discord, ask: Ask) -> None:
    """A nonce keeps a message from being doubled for some minutes, and no longer."""
    clock = service.world.ids.clock = Hands()
    for minutes, count in ((0, 1), (2, 1), (2, 2)):
        clock.time += timedelta(minutes=minutes)
        await ask("POST", f"/channels/{service.channel.id}/messages", ONCE)
        assert len(service.channel.messages) == count


async def test_threads(service: Discord, ask: Ask) -> None:
    """A message brings a thread back that was put away; a locked one takes none."""
    thread = service.world.open(service.guild, "话题", ChannelType.THREAD, service.channel)
    thread.archived = True
    path = f"/channels/{thread.id}/messages"
    assert (await ask("POST", path, TEXT))[0] == 200
    assert not thread.archived
    thread.locked = True
    assert (await ask("POST", path, TEXT))[1]["code"] == 160005


async def test_history(service: Discord, ask: Ask) -> None:
    """Who may not read what was said gets an empty list, and is refused a single message."""
    said = Person(service, "明").in_(service.channel).say("早")
    path = f"/channels/{service.channel.id}/messages"
    assert [one["id"] for one in (await ask("GET", f"{path}?after=1"))[1]] == [said.id]
    service.channel.denied = Permission.READ_MESSAGE_HISTORY
    assert await ask("GET", path) == (200, [])
    assert (await ask("GET", f"{path}/{said.id}"))[1]["code"] == 50013


async def test_server(service: Discord, ask: Ask) -> None:
    """A server is told with its roles, and the bot's place in it; one where the bot is not is unknown."""
    path = f"/guilds/{service.guild.id}"
    assert [role["name"] for role in (await ask("GET", path))[1]["roles"]] == ["@everyone"]
    member = (await ask("GET", f"{path}/members/{service.world.me.id}"))[1]
    assert member["user"]["id"] == service.world.me.id
    service.kick(service.guild)
    assert (await ask("GET", path))[1]["code"] == 10004
