"""Progress of long work, on a terminal."""

from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def progress_bar(what: str, unit: str) -> Generator[Callable[[int, int], None]]:
    """A bar that is told how much is done, and of how much; on a terminal only."""
    from tqdm import tqdm

    with tqdm(desc=what, unit=f" {unit}", disable=None, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield progress
