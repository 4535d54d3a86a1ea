"""The official description of the HTTP API, as a check of what the bot says and of what we answer."""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_KINDS: Mapping[str, tuple[type, ...]] = {
    "null": (type(None),),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
}
_SIZES = (
    ("minLength", "maxLength", str),
    ("minItems", "maxItems", list),
    ("minProperties", "maxProperties", dict),
)


@dataclass(frozen=True)
class Spec:
    """The operations and schemas of the API; ``discord-openapi.json`` has them (OpenAPI 3.1).

    Only what that file makes use of is understood. Where it is known to differ from the documentation,
    the documentation holds: see ``limits``.
    """

    described: Json

    def of_call(self, operation: str, body: object) -> list[str]:
        """What is wrong with the body of a call."""
        schema = _schema(self._operations[operation].get("requestBody", {}))
        return [] if schema is None else self._check(operation, schema, body)

    def of_answer(self, operation: str, status: int, body: object) -> list[str]:
        """What is wrong with our answer to a call."""
        schema = _schema(self._operations[operation]["responses"].get(str(status), {}))
        return [] if schema is None else self._check(f"answer to {operation}", schema, body)

    @cached_property
    def _operations(self) -> dict[str, Json]:
        return {
            about["operationId"]: about
            for methods in self.described["paths"].values()
            for method, about in methods.items()
            if method != "parameters"
        }

    def _check(self, where: str, schema: Json, value: object) -> list[str]:
        if reference := schema.get("$ref"):
            name = reference.rpartition("/")[2]
            # The service takes numbers for them too, as discord.py has it for files.
            if name == "SnowflakeType" and _is(value, "integer"):
                return []
            return self._check(where, self.described["components"]["schemas"][name], value)
        problems = self._plain(where, schema, value)
        for every in schema.get("allOf", ()):
            problems += self._check(where, every, value)
        if options := schema.get("oneOf") or schema.get("anyOf"):
            readings = [self._check(where, option, value) for option in options]
            problems += min(readings, key=_strangeness)
        if isinstance(value, dict):
            problems += self._object(where, schema, value)
        elif isinstance(value, list) and "items" in schema:
            for place, item in enumerate(value):
                problems += self._check(f"{where}[{place}]", schema["items"], item)
        return problems

    def _object(self, where: str, schema: Json, value: Json) -> list[str]:
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        problems = [f"{where}.{name}: missing" for name in schema.get("required", ()) if name not in value]
        for name, inner in value.items():
            if name in known:
                problems += self._check(f"{where}.{name}", known[name], inner)
            elif isinstance(others, dict):
                problems += self._check(f"{where}.{name}", others, inner)
        return problems

    def _plain(self, where: str, schema: Json, value: object) -> list[str]:
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and not any(_is(value, kind) for kind in kinds):
            return [f"{where}: {value!r:.80} is no {' or '.join(kinds)}"]
        if "const" in schema and value != schema["const"]:
            return [f"{where}: {value!r:.80} is not {schema['const']!r}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{where}: {value!r:.80} is none of {schema['enum']!r:.80}"]
        return [f"{where}: {problem}" for problem in _measure(schema, value)]


def load_spec(checkout: Path) -> Spec | None:
    """The description that stands beside the checkout; ``None`` on machines that have none."""
    shared = Path(os.environ.get("DIGESTS_SHARED", checkout.parent / "shared"))
    path = shared / "specs" / "discord-openapi.json"
    return Spec(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def _schema(message: Json) -> Json | None:
    """The schema of a body. A multipart body has the same content as one of JSON, and files."""
    schema: Json | None = message.get("content", {}).get("application/json", {}).get("schema")
    return schema


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _strangeness(problems: Iterable[str]) -> tuple[bool, int]:
    """Of several ways to read a value, the one meant has its ``type`` right, and the fewest problems."""
    listed = list(problems)
    return any(".type: " in problem for problem in listed), len(listed)


def _measure(schema: Json, value: object) -> list[str]:
    problems = []
    for least, most, kind in _SIZES:
        if isinstance(value, kind) and not schema.get(least, 0) <= len(value) <= schema.get(most, len(value)):
            problems.append(f"{len(value)} long, must be {schema.get(least, 0)} to {schema.get(most)}")
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        problems.append(f"{value} is not in {schema.get('minimum')} to {schema.get('maximum')}")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        problems.append(f"{value!r:.80} does not match {schema['pattern']}")
    return problems
