"""What the bot has sent, as a call: its parameters in their types, all of them known and none missing."""

import json
from collections.abc import Mapping

from aiohttp import web

from tests.platforms.telegram.methods import METHODS
from tests.platforms.telegram.refusals import Json, Violation
from tests.platforms.telegram.spec import Spec

_KINDS: dict[str, type | tuple[type, ...]] = {
    "int": int,
    "bool": bool,
    "text": str,
    "chat": (int, str),
    "json": (dict, list),
    "file": tuple,
}
_POLLING = {
    "getUpdates": "offset:int? limit:int? timeout:int? allowed_updates:json?",
    "setWebhook": "url:text secret_token:text? allowed_updates:json? max_connections:int? "
    "drop_pending_updates:bool?",
    "deleteWebhook": "drop_pending_updates:bool?",
    "getWebhookInfo": "",
}


async def sent(request: web.Request) -> dict[str, object]:
    """The parameters as they came: JSON, a form, or a form with files."""
    if request.content_type == "application/json":
        return dict(await request.json())
    form = await request.post()
    return {
        name: (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
        for name, value in form.items()
    }


def understood(method: str, sent: Mapping[str, object], spec: Spec | None) -> Json:
    """The parameters of a call, in their types. Raises ``Violation``."""
    described = _described(method)
    if described is None:
        raise Violation(f"the bot has no use for {method}")
    asked = {name: _value(described.get(name, "").rstrip("?"), value) for name, value in sent.items()}
    for name, value in asked.items():
        if name not in described:
            raise Violation(f"unknown parameter {name}")
        if not isinstance(value, _KINDS[described[name].rstrip("?")]):
            raise Violation(f"parameter {name} cannot be {value!r}")
    if missing := [name for name, kind in described.items() if kind[-1] != "?" and name not in asked]:
        raise Violation(f"parameters are missing: {missing}")
    if spec is not None:
        plain = {name: b"" if isinstance(value, tuple) else value for name, value in asked.items()}
        if problems := spec.of_call(method, plain):
            raise Violation(f"against the official description: {problems}")
    return asked


def _described(method: str) -> dict[str, str] | None:
    if method in METHODS:
        return METHODS[method].parameters
    if method not in _POLLING:
        return None
    return dict(parameter.split(":") for parameter in _POLLING[method].split())


def _value(kind: str, value: object) -> object:
    if not isinstance(value, str) or kind in {"text", "file", ""}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
