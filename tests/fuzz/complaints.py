"""What the program tells its operator of as a fault of its own."""

import logging


class Complaints(logging.Handler):
    """Takes down all errors that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._taken: list[str] = []
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Take one down."""
        self._taken.append(self.format(record))

    def take(self) -> list[str]:
        """Those since the last time."""
        taken, self._taken = self._taken, []
        return taken

    def close(self) -> None:
        """Take down no more."""
        logging.getLogger().removeHandler(self)
        super().close()
