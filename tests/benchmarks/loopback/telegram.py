"""As much of Telegram as the benchmarks need, and nothing that takes time."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.benchmarks.loopback.listening import listening

TOKEN = "700000001:AA-of-no-bot-at-all-0123456789abcdef"
_ME = {"id": 700000001, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}


@dataclass(slots=True)
class TelegramService:
    """People ask one bot for essays, and what it sends is taken."""

    root: str = ""
    sent: int = 0
    _updates: list[dict[str, object]] = field(default_factory=list)
    _number: int = 0
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Listen on a free port meanwhile."""
        application = web.Application()
        application.router.add_post("/bot{token}/{method}", self._serve)
        async with listening(application) as port:
            self.root = f"http://127.0.0.1:{port}"
            yield

    def say(self, person: int, essay: int) -> None:
        """Somebody asks for an essay, which the bot gets to know at the next stir."""
        self._number += 1
        chat = {"id": person, "type": "private", "first_name": "P"}
        sender = {"id": person, "is_bot": False, "first_name": "P", "language_code": "zh-hans"}
        command = {"type": "bot_command", "offset": 0, "length": 8}
        message = {"message_id": self._number, "date": 0, "chat": chat, "from": sender}
        message |= {"text": f"/summary {essay}", "entities": [command]}
        self._updates.append({"update_id": self._number, "message": message})

    def stir(self) -> None:
        """Wake whoever waits for something to happen."""
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def stirred(self) -> None:
        """Return when something has happened."""
        await self._stirred.wait()

    def take(self, chat: int, text: str) -> dict[str, object]:
        """What the service answers to a message."""
        self.sent += 1
        self.stir()
        there = {"id": chat, "type": "private"}
        return {"ok": True, "result": {"message_id": self.sent, "date": 0, "chat": there, "text": text}}

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        asked = dict[str, Any](await (request.json() if is_json else request.post()))
        answer: dict[str, object] = {"ok": True, "result": True}
        if method == "getMe":
            answer["result"] = _ME
        elif method == "getUpdates":
            offset, seconds = int(asked.get("offset") or 0), float(asked.get("timeout") or 0)
            answer["result"] = await self._next(offset, seconds)
        elif method == "sendMessage":
            answer = self.take(int(asked["chat_id"]), asked["text"])
        status = 200 if answer["ok"] else 429
        return web.Response(body=json.dumps(answer), content_type="application/json", status=status)

    async def _next(self, offset: int, seconds: float) -> list[dict[str, object]]:
        self._updates = [update for update in self._updates if int(str(update["update_id"])) >= offset]
        try:
            async with asyncio.timeout(seconds):
                while not self._updates:
                    await self.stirred()
        except TimeoutError:
            pass
        return self._updates[:100]
