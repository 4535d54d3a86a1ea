"""What can go wrong in the bot.

::

    BotError
    ├── UsageError            the command line cannot be understood
    ├── SettingsError         one or more settings are wrong: all are named
    ├── FolderUnavailable     the folder of the essays is missing, or empty though essays of it are known
    ├── StoreUnavailable      the database cannot be used now: locked, full, read-only, damaged
    ├── IndexUnavailable      the index of the search cannot be used now; it can be made anew
    ├── NewerSchema           the database was written by a newer version of the bot
    ├── UnusableFile          a file is no backup, damaged, not to be read, or in the way of a new one
    ├── AlreadyRunning        another process serves the same data, or the same token
    ├── PlatformUnavailable   a platform cannot be reached, or refuses the token
    │   └── TokenRefused      it refuses the token
    ├── DocumentGone          a text that somebody sent cannot be read again
    └── DocumentTooLarge      a text that somebody sent is larger than an essay may be
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


class UnusableFile(BotError):
    """A file is not what it is to be, cannot be used, or is in the way of a new one; nothing was changed."""


class AlreadyRunning(BotError):
    """Another process serves the same data or the same token; two would answer everything twice."""


class PlatformUnavailable(BotError):
    """A platform cannot be reached or refuses the token; it is worth trying again later."""


class TokenRefused(PlatformUnavailable):
    """A platform does not take the token; asking again changes nothing."""


class DocumentGone(BotError):
    """The message with the text was deleted, or its file is not kept by the platform any more."""


class DocumentTooLarge(BotError):
    """The text is larger than an essay may be; it was not fetched."""
