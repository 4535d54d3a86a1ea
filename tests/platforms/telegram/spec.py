"""The official description of the Bot API, as a check of what the bot says and of what we answer."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.platforms.telegram.refusals import Json

_ARRAY = "Array of "
_PRIMITIVES: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "InputFile": (bytes,),
}


@dataclass(frozen=True, slots=True)
class Spec:
    """The methods and types of the API; ``telegram-bot-api.json`` has them in machine-readable form."""

    methods: Json
    types: Json

    def of_call(self, method: str, parameters: Json) -> list[str]:
        """What is wrong with a call."""
        about = self.methods.get(method)
        return [f"{method}: no such method"] if about is None else self._fields(method, about, parameters)

    def of_result(self, method: str, result: object) -> list[str]:
        """What is wrong with our answer to a call."""
        return self._any(method, self.methods[method]["returns"], result)

    def of_value(self, kind: str, value: object) -> list[str]:
        """What is wrong with a value of this type."""
        return self._any(kind, [kind], value)

    def _any(self, where: str, kinds: list[str], value: object) -> list[str]:
        complaints = [self._one(where, kind, value) for kind in kinds]
        return min(complaints, key=len, default=[])

    def _one(self, where: str, kind: str, value: object) -> list[str]:
        if kind.startswith(_ARRAY):
            if not isinstance(value, list):
                return [f"{where}: {value!r} is no array"]
            inner = kind.removeprefix(_ARRAY)
            return [
                problem
                for place, part in enumerate(value)
                for problem in self._one(f"{where}[{place}]", inner, part)
            ]
        if kind in _PRIMITIVES:
            fits = isinstance(value, _PRIMITIVES[kind]) and (kind == "Boolean" or not isinstance(value, bool))
            return [] if fits else [f"{where}: {value!r} is no {kind}"]
        about = self.types[kind]
        if subtypes := about.get("subtypes"):
            return self._any(where, subtypes, value)
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {kind}"]
        return self._fields(where, about, value)

    def _fields(self, where: str, about: Json, values: dict[str, Any]) -> list[str]:
        known = {field["name"]: field for field in about.get("fields", [])}
        problems = [f"{where}.{name}: no such field" for name in values.keys() - known.keys()]
        for name, field in known.items():
            if name in values:
                problems += self._any(f"{where}.{name}", field["types"], values[name])
            elif field["required"]:
                problems.append(f"{where}.{name}: missing")
        return problems


def load_spec(checkout: Path) -> Spec | None:
    """The description that stands beside the checkout; ``None`` on machines that have none."""
    shared = Path(os.environ.get("DIGESTS_SHARED", checkout.parent / "shared"))
    path = shared / "specs" / "telegram-bot-api.json"
    if not path.is_file():
        return None
    described = json.loads(path.read_text(encoding="utf-8"))
    return Spec(described["methods"], described["types"])
