"""The languages of people and servers, for messages: the service tells them with other things only."""

from collections import OrderedDict

_MOST_PEOPLE = 10_000


class Languages:
    """What is known of them since the start, as tags of BCP 47; people are known by what they used last."""

    def __init__(self) -> None:
        self._people: OrderedDict[int, str] = OrderedDict()
        self._servers: dict[int, str] = {}

    def person_speaks(self, person: int, language: str) -> None:
        """Note the language of somebody who used the bot."""
        self._people[person] = language
        self._people.move_to_end(person)
        if len(self._people) > _MOST_PEOPLE:
            self._people.popitem(last=False)

    def server_speaks(self, server: int, language: str) -> None:
        """Note the language that a server prefers."""
        self._servers[server] = language

    def forget_server(self, server: int) -> None:
        """Keep nothing of a server that the bot has left."""
        self._servers.pop(server, None)

    def of(self, person: int, server: int = 0) -> str:
        """The person's own, else the server's; ``""`` if neither is known."""
        return self._people.get(person) or self._servers.get(server, "")
