"""How the service says no (developer documentation, Opcodes and Status Codes, JSON)."""

from typing import Any

Json = dict[str, Any]

UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
UNKNOWN_COMMAND = 10063
ALREADY_CROSSPOSTED = 40033
ALREADY_ACKNOWLEDGED = 40060
TAG_REQUIRED = 40067
TOO_MANY_FOLLOWUPS = 40094
MISSING_ACCESS = 50001
NOT_THE_AUTHOR = 50005
EMPTY_MESSAGE = 50006
CANNOT_MESSAGE_USER = 50007
NO_TEXT_CHANNEL = 50008
MISSING_PERMISSIONS = 50013
NOT_ON_THIS_KIND = 50024
INVALID_WEBHOOK_TOKEN = 50027
INVALID_RECIPIENT = 50033
INVALID_FORM_BODY = 50035
THREAD_LOCKED = 160005

_SAYS = {
    UNKNOWN_CHANNEL: "Unknown Channel",
    UNKNOWN_GUILD: "Unknown Guild",
    UNKNOWN_MESSAGE: "Unknown Message",
    UNKNOWN_WEBHOOK: "Unknown Webhook",
    UNKNOWN_INTERACTION: "Unknown interaction",
    UNKNOWN_COMMAND: "Unknown application command",
    ALREADY_CROSSPOSTED: "This message has already been crossposted.",
    TAG_REQUIRED: "A tag is required to create a forum post in this channel",
    NO_TEXT_CHANNEL: "Cannot send messages in a non-text channel",
    NOT_ON_THIS_KIND: "Cannot execute action on this channel type",
    THREAD_LOCKED: "Thread is locked",
    ALREADY_ACKNOWLEDGED: "Interaction has already been acknowledged.",
    TOO_MANY_FOLLOWUPS: "This interaction has reached the maximum number of follow up messages.",
    MISSING_ACCESS: "Missing Access",
    NOT_THE_AUTHOR: "Cannot edit a message authored by another user",
    EMPTY_MESSAGE: "Cannot send an empty message",
    CANNOT_MESSAGE_USER: "Cannot send messages to this user",
    MISSING_PERMISSIONS: "Missing Permissions",
    INVALID_WEBHOOK_TOKEN: "Invalid Webhook Token",
    INVALID_RECIPIENT: "Invalid Recipient(s)",
    INVALID_FORM_BODY: "Invalid Form Body",
}


class Refused(Exception):
    """The service refuses a call; ``code`` is its own number for why, ``status`` that of HTTP."""

    def __init__(self, status: int, code: int = 0) -> None:
        self.status = status
        self.code = code
        super().__init__(_SAYS.get(code, f"{status}: refused"))

    def as_json(self) -> Json:
        """The body of the answer."""
        return {"code": self.code, "message": str(self)}


class Violation(Refused):
    """The call broke a limit or a rule that a client has to know: the tests fail, whatever follows."""

    def __init__(self, problem: str, code: int = INVALID_FORM_BODY, status: int = 400) -> None:
        super().__init__(status, code)
        self.problem = problem

    def as_json(self) -> Json:
        """The body of the answer, with the problem in it."""
        details = {"body": {"_errors": [{"code": "BASE_TYPE", "message": self.problem}]}}
        return {**super().as_json(), "errors": details}


def not_found(code: int) -> Refused:
    """Something is gone, as happens to the best of clients."""
    return Refused(404, code)


def forbidden(code: int) -> Refused:
    """The bot may not do this here."""
    return Refused(403, code)
