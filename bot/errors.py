"""What can go wrong in the bot.

::

    BotError
    ├── UsageError            the command line cannot be understood
    ├── SettingsError         one or more settings are wrong: all are named
    ├── FolderUnavailable     the folder of the essays is missing, or empty though essays of it are known
    ├── StoreUnavailable      the database cannot be used now: locked, full, read-only, damaged
    ├── IndexUnavailable      the index of the search cannot be used now; it can be made anew
    └── NewerSchema           the database was written by a newer version of the bot
"""


class BotError(Exception):
    """Base of all errors the bot raises on purpose; its text tells the operator what to do."""


class UsageError(BotError):
    """A command line that cannot be understood (exit code 2)."""


class SettingsError(BotError):
    """Settings that cannot be used; the text has one line per setting."""


class FolderUnavailable(BotError):
    """The folder of the essays cannot be read now; the library stays as it is."""


class StoreUnavailable(BotError):
    """The database cannot be read or written now; nothing of the failed operation was kept."""


class IndexUnavailable(BotError):
    """The index of the search cannot be used now; nothing is lost, since it is made from the database."""


class NewerSchema(BotError):
    """The database was written by a newer version of the bot than this one."""
