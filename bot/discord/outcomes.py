"""What became of a message, by what Discord said.

Codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from bot.discord.calls import Lost, NotSent, Refused, TooMany
from bot.subscriptions.outcomes import Gone, Outcome, TryLater
from bot.subscriptions.outcomes import Refused as NotTaken

UNKNOWN_SERVER, UNKNOWN_MESSAGE = 10004, 10008
# The bot may not see the channel. Whether it is in the server at all is another question.
NO_ACCESS = 50001
MISSHAPEN = 50035
_UNKNOWN_CHANNEL, _UNKNOWN_PERSON, _NO_MESSAGES_TAKEN, _NO_SERVER_SHARED = 10003, 10013, 50007, 50278
_GONE = {_UNKNOWN_CHANNEL, UNKNOWN_SERVER, _UNKNOWN_PERSON, _NO_MESSAGES_TAKEN, _NO_SERVER_SHARED}
_UNAUTHORIZED = 401


def outcome_of(error: Refused | Lost) -> Outcome:
    """What became of a message when the service, or the way to it, said this.

    What is lost may have arrived, and is looked for before it is posted again.
    """
    match error:
        case TooMany():
            return TryLater(str(error), error.seconds, everywhere=error.everywhere)
        case Refused() if error.status == _UNAUTHORIZED:
            return TryLater(str(error), everywhere=True)
        case Refused() if error.code in _GONE:
            return Gone(str(error))
        case Refused():
            return NotTaken(str(error))
        case _:
            return TryLater(str(error), everywhere=isinstance(error, NotSent))
