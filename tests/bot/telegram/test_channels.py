"""Keys in channels."""

from bot.actions import payload
from bot.telegram.channels import in_channel
from bot.telegram.render import Key, Message


def keys(*data: str) -> list[Key]:
    """Keys with these data, as they stand in the channel -5."""
    message = Message("words", keyboard=(tuple(Key("label", text) for text in data),))
    (row,) = in_channel(message, -5, "digest_bot").keyboard
    return list(row)


def test_what_shows_something() -> None:
    """What changes nothing is done in a private chat, for whoever follows the link."""
    (key,) = keys("+points:4:1")
    assert key == Key("label", url=f"https://t.me/digest_bot?start={payload('+points:4:1')}")


def test_what_changes_something() -> None:
    """What changes something is asked where it stands; so is what is too long for a link."""
    for data in ("+unsubscribe", "+save:4", "~a-key", "+search:" + "x" * 50):
        assert keys(data) == [Key("label", data)]


def test_subscription_of_the_channel() -> None:
    """A link to the subscription says whose it is."""
    links = [f"https://t.me/digest_bot?start={payload(f'subscription:-5{view}')}" for view in ("", ":time")]
    assert [key.url for key in keys("subscription", "subscription::time")] == links


def test_links_stay() -> None:
    """What is a link already stays."""
    link = Key("label", url="https://example.org")
    message = Message("words", keyboard=((link,),))
    assert in_channel(message, -5, "digest_bot") == message
