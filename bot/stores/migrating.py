"""Bringing a database to the newest schema when it is opened.

Alembic is loaded only for a database of an older revision: a new one is made from the tables at
once, as https://alembic.sqlalchemy.org/en/latest/cookbook.html recommends. That both ways lead to
the same schema is tested.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from sqlalchemy import Connection, Engine, inspect

from bot.errors import NewerSchema, StoreUnavailable
from bot.stores.schema import REVISIONS, metadata


def bring_up_to_date(
    engine: Engine, name: str, upgrading: Callable[[], AbstractContextManager[object]] = nullcontext
) -> None:
    """Make or migrate the schema, once even if several processes try; a migration is done ``upgrading``.

    ``NewerSchema`` for a database of a newer version of the bot, ``StoreUnavailable`` for another
    program's. ``name`` is what the errors call the database.
    """
    with engine.begin() as connection:
        revision = _revision(connection)
        if revision == REVISIONS[-1]:
            return
        if revision is None:
            _create(connection, name)
        elif revision in REVISIONS:
            with upgrading():
                migrate(connection)
        else:
            raise NewerSchema(
                f"{name} was written by a newer version of the bot: it has schema {revision}, and this one "
                f"knows schemas up to {REVISIONS[-1]}; install a newer release or checkout, or restore an "
                "older backup"
            )


def migrate(connection: Connection, to: str = REVISIONS[-1]) -> None:
    """Run the migrations up to a revision, in the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.stores:migrations")
    command.upgrade(config, to)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise StoreUnavailable(f"the migration to {to} left {len(broken)} rows without what they refer to")


def _create(connection: Connection, name: str) -> None:
    if inspect(connection).get_table_names():
        raise StoreUnavailable(
            f"{name} is a database of another program: move it away, or choose another data folder"
        )
    metadata.create_all(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (REVISIONS[-1],))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
