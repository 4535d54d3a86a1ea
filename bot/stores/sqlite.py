"""The store in one SQLite file."""

# ruff: noqa: D102 - bot.ports.Store says what each method means

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from pathlib import Path

from bot.ports import Bookmark, Change, Content, EssayChange, EssayRecord, Facts, KnownFile, Saved, Standing
from bot.stores import essays, people, shelving
from bot.stores.connections import MIGRATING, connect, told
from bot.stores.migrating import bring_up_to_date
from bot.stores.outbox import SqliteOutbox
from digests.derived import Derived


def open_store(
    path: Path,
    busy_timeout: float = 15.0,
    upgrading: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> "SqliteStore":
    """Open the database file, made or migrated as needed, in a folder only this user can look into.

    ``busy_timeout`` is how many seconds to wait while another process writes; a migration is done
    ``upgrading``. Raises ``StoreUnavailable`` and ``NewerSchema``.
    """
    with told(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        engine = connect(path, MIGRATING, busy_timeout)
        try:
            bring_up_to_date(engine, str(path), upgrading)
        finally:
            engine.dispose()
    return SqliteStore(path, busy_timeout)


class SqliteStore(SqliteOutbox):
    """A ``bot.ports.Store`` and ``bot.subscriptions.outbox.Outbox`` in one file; ``open_store`` opens it."""

    # -- the library --------------------------------------------------------------------------

    async def known_files(self, collection: str) -> Mapping[str, KnownFile]:
        return await self._read(lambda c: essays.known_files(c, collection))

    async def holders(self, content_hashes: Collection[str]) -> Sequence[tuple[str, KnownFile]]:
        wanted = frozenset(content_hashes)
        return await self._read(lambda c: essays.holders(c, wanted))

    async def apply(self, changes: Sequence[Change], at: datetime) -> Sequence[int | None]:
        return await self._write(lambda c: shelving.apply(c, changes, at))

    async def count(self) -> int:
        return await self._read(essays.count)

    async def essay(self, number: int) -> EssayRecord | None:
        return await self._read(lambda c: essays.one(c, number))

    async def had(self, number: int) -> bool:
        return await self._read(lambda c: essays.had(c, number))

    async def title(self, number: int) -> str | None:
        return await self._read(lambda c: essays.title(c, number))

    async def essays(self, offset: int = 0, limit: int | None = None) -> Sequence[EssayRecord]:
        return await self._read(lambda c: essays.by_number(c, offset, limit))

    async def latest(self, offset: int = 0, limit: int | None = None) -> Sequence[EssayRecord]:
        return await self._read(lambda c: essays.latest(c, offset, limit))

    async def titles(self) -> Sequence[tuple[int, str]]:
        return await self._read(essays.titles)

    async def arrivals(self) -> Sequence[tuple[int, datetime]]:
        return await self._read(essays.arrivals)

    async def last_change(self) -> int:
        return await self._read(essays.last_change)

    async def changes(self, after: int, limit: int) -> Sequence[EssayChange]:
        return await self._read(lambda c: essays.changes(c, after, limit))

    async def standing(self) -> Standing:
        return await self._read(essays.standing)

    async def content(self, content_hash: str) -> Content | None:
        return await self._read(lambda c: essays.stored_content(c, content_hash))

    async def derived(self, content_hash: str, version: str) -> Derived | None:
        return await self._read(lambda c: essays.stored_derived(c, content_hash, version))

    async def keep_derived(self, content_hash: str, version: str, derived: Derived) -> None:
        await self._write(lambda c: shelving.keep_derived(c, content_hash, version, derived))

    async def underived(self, version: str, limit: int) -> Sequence[EssayRecord]:
        return await self._read(lambda c: essays.underived(c, version, limit))

    async def renew_facts(self, number: int, facts: Facts) -> None:
        await self._write(lambda c: shelving.renew_facts(c, number, facts))

    # -- people and chats ---------------------------------------------------------------------

    async def preferences(self, scope: str) -> Mapping[str, str]:
        return await self._read(lambda c: people.preferences(c, scope))

    async def prefer(self, scope: str, name: str, value: str | None) -> None:
        await self._write(lambda c: people.prefer(c, scope, name, value))

    async def bookmark(self, person: str, number: int) -> Bookmark | None:
        return await self._read(lambda c: people.bookmark_in(c, person, number))

    async def latest_bookmark(self, person: str) -> Bookmark | None:
        return await self._read(lambda c: people.latest_bookmark(c, person))

    async def keep_bookmark(self, person: str, bookmark: Bookmark, at: datetime) -> None:
        await self._write(lambda c: people.keep_bookmark(c, person, bookmark, at))

    async def saved(self, person: str, offset: int = 0, limit: int | None = None) -> Sequence[Saved]:
        return await self._read(lambda c: people.shelf(c, person, offset, limit))

    async def save(self, person: str, saved: Saved) -> bool:
        return await self._write(lambda c: people.save(c, person, saved))

    async def unsave(self, person: str, number: int, quote: str = "") -> bool:
        return await self._write(lambda c: people.unsave(c, person, number, quote))

    async def shown(self, chat: str) -> frozenset[int]:
        return await self._read(lambda c: people.shown_in(c, chat))

    async def mark_shown(self, chat: str, number: int, *, new_round: bool = False) -> None:
        await self._write(lambda c: people.mark_shown(c, chat, number, new_round=new_round))

    async def last_essay(self, chat: str) -> int | None:
        return await self._read(lambda c: people.last_seen(c, chat))

    async def note_last_essay(self, chat: str, number: int) -> None:
        await self._write(lambda c: people.note_last_seen(c, chat, number))

    async def digest(self, chat: str, day: date) -> int | None:
        return await self._read(lambda c: people.digest_of(c, chat, day))

    async def keep_digest(self, chat: str, day: date, number: int) -> None:
        await self._write(lambda c: people.keep_digest(c, chat, day, number))

    async def keep_action(self, data: str, at: datetime) -> str:
        return await self._write(lambda c: people.keep_action(c, data, at))

    async def kept_action(self, key: str) -> str | None:
        return await self._read(lambda c: people.kept_action(c, key))

    async def drop_actions(self, before: datetime) -> int:
        return await self._write(lambda c: people.drop_actions(c, before))

    async def forget(self, scopes: Iterable[str]) -> int:
        owners = tuple(scopes)
        return await self._erase(lambda c: people.forget(c, owners))

    async def export(self, scopes: Iterable[str]) -> Mapping[str, object]:
        owners = tuple(scopes)
        return await self._read(lambda c: people.export(c, owners))
