"""How the service says no."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """The service refuses a call; ``parameters`` tell the client what to do about it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters

    def as_json(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": str(self)}
        return body | {"parameters": self.parameters} if self.parameters else body


class Violation(Refused):
    """The call broke a limit or a rule that a client has to know: the tests fail, whatever follows."""

    def __init__(self, description: str) -> None:
        super().__init__(400, f"Bad Request: {description}")


def bad_request(description: str, **parameters: int) -> Refused:
    """What goes wrong in the best of clients: something is gone, or nothing has changed."""
    return Refused(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> Refused:
    """The bot may not do this any more."""
    return Refused(403, f"Forbidden: {description}")
