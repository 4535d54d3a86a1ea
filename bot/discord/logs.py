"""What discord.py tells the operator: trouble in one line, and nothing that is nobody's business."""

import logging

_LIBRARY = "discord"
# These tell of every lost connection with a traceback.
_TALKATIVE = ("discord.client", "discord.shard")


def quieten() -> None:
    """Keep the library's log short, and free of what people say and of the keys to their answers."""
    root = logging.getLogger()
    logging.getLogger(_LIBRARY).setLevel(max(logging.INFO, root.level))
    for name in _TALKATIVE:
        logging.getLogger(name).addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = f"{record.getMessage()} ({record.exc_info[0].__name__})", ()
        record.exc_info = None
    return True
