"""What is offered while somebody types."""

import pytest

from bot import actions
from bot.ports import SuggestionKind
from bot.replies import Kind, Lead
from bot.wiring import Bot
from tests.stories.talk import Talk, labels_of, numbers_of, sentences_of


def offered(numbers: list[int]) -> list[str]:
    """How offers of these essays begin."""
    return [f"{number}." for number in numbers]


async def test_latest(bot: Bot, talk: Talk) -> None:
    """Without words the latest essays are offered."""
    found = await bot.desk.offers(talk.request(), "")
    latest = numbers_of(await talk.say("/latest"))
    assert [offer.reply.essay.id for offer in found.offers if offer.reply.essay] == latest
    assert found.following == ""


async def test_words(bot: Bot, talk: Talk) -> None:
    """Words offer what a search finds, each with the sentence that holds them."""
    found = await bot.desk.offers(talk.request(), "拼多多")
    hits = numbers_of(await talk.say("/search 拼多多"))
    assert [offer.reply.essay.id for offer in found.offers if offer.reply.essay] == hits
    assert "拼多多" in found.offers[0].description


async def test_named(bot: Bot, talk: Talk) -> None:
    """A number or a title offers that essay first, also behind a command."""
    for words in ("4", "产业互联网的深逻辑", "/summary 4", "第4篇"):
        first = (await bot.desk.offers(talk.request(), words)).offers[0]
        assert first.title == "产业互联网的深逻辑"


async def test_near_titles(bot: Bot, talk: Talk) -> None:
    """Where nothing is found near titles are offered."""
    found = await bot.desk.offers(talk.request(), "title:闪光弹产业互联网是个")
    assert found.offers[0].title == "产业互联网是个烟雾弹"
    assert found.instead is None


@pytest.mark.parametrize("words", ["zzzqqq", "x" * 256, '"'])
async def test_nothing_found(bot: Bot, talk: Talk, words: str) -> None:
    """Where nothing is found nor any title near, it says so, and leads to all essays."""
    found = await bot.desk.offers(talk.request(), words)
    assert found.offers == ()
    assert found.instead is not None
    assert "没有找到" in found.instead.label
    assert (await talk.say(f"/start {actions.payload(found.instead.data)}")).kind is Kind.LIST


async def test_what_is_posted(bot: Bot, talk: Talk) -> None:
    """Choosing posts the short summary; its one button leads to the rest, by a link."""
    offer = (await bot.desk.offers(talk.request(), "4")).offers[0]
    assert offer.reply.kind is Kind.SUMMARY
    assert not any(isinstance(node, Lead) for node in offer.reply.nodes)
    await talk.say("/settings length short")
    assert sentences_of(offer.reply) == sentences_of(await talk.say("/summary 4"))
    assert labels_of(offer.reply) == ["要点和原文"]
    ((rest,),) = offer.reply.buttons
    opened = await talk.say(f"/start {actions.payload(rest.data)}")
    assert opened.essay == offer.reply.essay


async def test_own_language(bot: Bot, talk: Talk) -> None:
    """Offers speak the language that the person chose."""
    await talk.say("/settings language en")
    assert labels_of((await bot.desk.offers(talk.request(), "4")).offers[0].reply) == ["Key points and more"]


@pytest.mark.parametrize("offset", ["x", "-1", "9999999999999", "0.x", "５", "3.1.1"])
async def test_odd_offset(bot: Bot, talk: Talk, offset: str) -> None:
    """An offset that nobody was given begins at the beginning."""
    first = await bot.desk.offers(talk.request(), "产业")
    assert await bot.desk.offers(talk.request(), "产业", offset) == first


async def test_beyond_the_last(bot: Bot, talk: Talk) -> None:
    """Behind the last page there is nothing."""
    for words in ("", "产业"):
        assert (await bot.desk.offers(talk.request(), words, "500")).offers == ()


async def test_store_gone(bot: Bot, talk: Talk) -> None:
    """Without the database there is nothing to offer, and nobody is shown an error."""
    await bot.store.close()
    assert (await bot.desk.offers(talk.request(), "")).offers == ()
    assert await bot.desk.suggest(talk.request(), "", 5) == ()


async def test_suggestions(bot: Bot, talk: Talk) -> None:
    """A number, a piece of a title, an author and a topic are completed; nothing gives the latest."""
    request = talk.request()
    assert [found.number for found in await bot.desk.suggest(request, "", 3)] == [3, 4, 2]
    assert (await bot.desk.suggest(request, "4", 5))[0].text == "产业互联网的深逻辑"
    assert (await bot.desk.suggest(request, "烟雾弹", 5))[0].number == 2
    kinds = {found.kind for found in await bot.desk.suggest(request, "孟", 25)}
    assert SuggestionKind.AUTHOR in kinds
    words = await bot.desk.suggest(request, "产业", 25)
    assert {SuggestionKind.ESSAY, SuggestionKind.WORD} <= {found.kind for found in words}
    assert len(await bot.desk.suggest(request, "产业", 2)) == 2
