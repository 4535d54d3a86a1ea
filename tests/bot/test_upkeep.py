"""What is done again and again while the bot serves."""

from contextlib import closing
from pathlib import Path

from bot.settings import Settings
from bot.stores.sqlite import open_store
from bot.texts import Language
from bot.upkeep import jobs
from bot.wiring import assemble, database_of

# Only the store itself can be told that it cannot be written.
# pyright: reportPrivateUsage=false


async def test_disk_full(tmp_path: Path) -> None:
    """That nothing can be written is told in a chat of an operator, once, though nothing is due just then."""
    chosen = Settings(essays=tmp_path, data=tmp_path, admins=frozenset({"telegram:1"}), language=Language.EN)
    store = open_store(database_of(chosen))
    async with await assemble(chosen, store=store) as bot:
        (report,) = (job for job in jobs(bot, print, bot.tidy) if "failed" in job.name)
        with closing(store._writing.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA query_only=1")
        for _ in range(3):
            await report.run()
        bot.notices.tell(lambda _: "the next")
        ((_, said),) = await bot.notices.next("telegram")
        assert "cannot be written" in said
        assert await bot.notices.next("telegram") == [("1", "the next")]
