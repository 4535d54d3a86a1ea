"""What a bot that runs says of itself, where ``bot.jobs.monitoring`` shows it."""

import aiohttp
import msgspec

from bot.serving.checks import Finding, failure, note, well

_SECONDS = 10.0
_LARGEST = 10_000
_WHAT = "running bot"
# Who listens everywhere listens here, too.
_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to ask, not to listen


class _Told(msgspec.Struct):
    """The page ``/readyz``."""

    ready: bool
    parts: dict[str, bool]
    doing: str = ""


async def check(listen: tuple[str, int]) -> Finding:
    """Whether the bot that listens there is ready, and which of its parts are not."""
    host, port = _HERE.get(listen[0], listen[0]), listen[1]
    page = f"http://{f'[{host}]' if ':' in host else host}:{port}/readyz"
    try:
        told = await _ask(page)
    except (aiohttp.ClientError, OSError, TimeoutError, msgspec.MsgspecError) as error:
        detail = f"{page} does not answer as the bot does ({str(error) or type(error).__name__})"
        return failure(_WHAT, detail, "read its log; start it again if it had another DIGESTBOT_LISTEN then")
    if told.ready:
        return well(_WHAT, f"ready: {', '.join(told.parts)}")
    if told.doing:
        return note(_WHAT, f"not ready yet: {told.doing}", "wait until that is done")
    ill = ", ".join(part for part, is_well in told.parts.items() if not is_well)
    return failure(_WHAT, f"not ready: {ill}", "read its log; deploy/monitoring.md says what the parts are")


async def _ask(page: str) -> _Told:
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.get(page, allow_redirects=False) as response,
    ):
        return msgspec.json.decode(await response.content.read(_LARGEST), type=_Told)
