"""A call of the bot, as it came over HTTP."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """What was called with what. ``content`` is the JSON of the body, ``files`` came with it."""

    operation: str
    path: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    content: Any = None
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def body(self) -> Json:
        """The body, where it is an object."""
        return self.content if isinstance(self.content, dict) else {}

    @property
    def items(self) -> list[Json]:
        """The body, where it is a list."""
        return self.content if isinstance(self.content, list) else []


async def read_call(operation: str, request: web.Request) -> Call:
    """The call that this request makes."""
    content, files = None, {}
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                content = json.loads(await part.text())
            else:
                files[part.name or ""] = (part.filename or "", bytes(await part.read()))
    elif request.can_read_body:
        content = await request.json()
    return Call(operation, dict(request.match_info), dict(request.query), content, files)
