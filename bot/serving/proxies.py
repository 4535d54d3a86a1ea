"""The proxies that the environment names, as other programs read it."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def proxy_for(address: str) -> str | None:
    """The proxy through which to reach an address, ``None`` for the direct way."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host in _HERE or proxy_bypass(host):
        return None
    return getproxies().get(parts.scheme)
