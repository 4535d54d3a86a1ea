"""The links with which people bring the bot into their servers, or to themselves.

https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow
"""

import binascii
from base64 import b64decode

_AUTHORIZE = "https://discord.com/oauth2/authorize"
# To view channels, send messages there and in threads, with links and files, and read what it has sent.
_PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 38


def application_of(token: str) -> int | None:
    """The number of the application that a token belongs to; ``None`` for what is no token of Discord's."""
    first = token.partition(".")[0]
    try:
        padded = first + "=" * (-len(first) % 4)
        number = b64decode(padded, altchars="-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(number) if number.isdigit() else None


def to_a_server(application: int) -> str:
    """For whoever manages a server."""
    scope = "bot+applications.commands"
    return f"{_AUTHORIZE}?client_id={application}&scope={scope}&permissions={_PERMISSIONS}"


def to_a_person(application: int) -> str:
    """For anybody, to use the bot wherever they are."""
    return f"{_AUTHORIZE}?client_id={application}&scope=applications.commands&integration_type=1"
