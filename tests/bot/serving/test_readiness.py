"""The doctor asks a bot that runs how it is."""

from contextlib import AsyncExitStack

import pytest
from aiohttp.test_utils import unused_port

from bot.serving import readiness
from bot.serving.checks import Finding, State
from bot.serving.web import Page, WebServer


async def found(page: Page | None, host: str = "127.0.0.1") -> Finding:
    """What is found where this page is shown; for none, where nobody listens."""
    port = unused_port()

    async def ready() -> Page:
        assert page is not None
        return page

    async with AsyncExitStack() as stack:
        if page is not None:
            web = WebServer((host, port))
            stack.enter_context(web.showing({"/readyz": ready}))
            await stack.enter_async_context(web.listening())
        return await readiness.check((host, port))


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])  # noqa: S104
async def test_ready(host: str) -> None:
    """All is well where all parts are, wherever it listens."""
    finding = await found(Page('{"ready": true, "parts": {"database": true, "telegram": true}}'), host)
    assert (finding.state, finding.detail) == (State.OK, "ready: database, telegram")


async def test_ill() -> None:
    """Parts that do not do their work are named."""
    text = '{"ready": false, "parts": {"database": true, "discord": false, "telegram": false}}'
    finding = await found(Page(text, 503))
    assert (finding.state, finding.detail) == (State.FAIL, "not ready: discord, telegram")
    assert finding.remedy


async def test_not_yet() -> None:
    """What has to be done first is told instead."""
    text = '{"ready": false, "parts": {"essays": false}, "doing": "reading the essays: 5 of 10"}'
    finding = await found(Page(text, 503))
    assert (finding.state, finding.detail) == (State.NOTE, "not ready yet: reading the essays: 5 of 10")


@pytest.mark.parametrize("page", [None, Page("hello"), Page("[" * 20_000), Page('{"ready": 1}')])
async def test_another(page: Page | None) -> None:
    """Nobody, or somebody else, at the bot's address is a failure."""
    finding = await found(page)
    assert finding.state is State.FAIL
    assert "does not answer as the bot does" in finding.detail
