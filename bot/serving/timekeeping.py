"""What time it is elsewhere, as a web server tells with every answer (RFC 9110, section 6.6.1)."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from bot.ports import Clock
from bot.serving.checks import Finding, failure, note, well
from bot.serving.proxies import proxy_for

_SECONDS = 10.0
# The header has whole seconds, and on average half of one is lost.
_LOST = timedelta(seconds=0.5)
_SLIGHT, _TOLERABLE = timedelta(seconds=5), timedelta(minutes=1)


async def check(address: str, clock: Clock) -> Finding:
    """Whether the clock agrees with that of a server."""
    ahead = await difference(address, clock)
    if ahead is None:
        return note("clock", f"{address} does not tell what time it is, to compare")
    if abs(ahead) <= _SLIGHT:
        return well("clock", "right")
    amiss = f"{abs(ahead).total_seconds():,.0f} seconds {'fast' if ahead > timedelta() else 'slow'}"
    remedy = "have the network set it, with systemd: timedatectl set-ntp true"
    found = note if abs(ahead) <= _TOLERABLE else failure
    return found("clock", f"{amiss}: digests come at a wrong time", remedy)


async def difference(address: str, clock: Clock) -> timedelta | None:
    """How far the clock is ahead of the server's, to about a second; ``None`` if that cannot be learnt."""
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    before = clock.now()
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, proxy=proxy_for(address)) as session,
            session.head(address, allow_redirects=False) as response,
        ):
            there = _time(response.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, TimeoutError):
        return None
    here = before + (clock.now() - before) / 2
    return None if there is None else here - (there + _LOST)


def _time(header: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(header)
    except ValueError:
        return None
    return told if told.tzinfo else None
