"""Work that goes on beside everything else, until it is finished or broken off."""

import asyncio
from collections.abc import Coroutine


class Background:
    """Keeps hold of what was begun; the work itself deals with its troubles."""

    def __init__(self) -> None:
        self._tasks = set[asyncio.Task[None]]()

    def begin(self, work: Coroutine[object, object, None]) -> None:
        """Do some work beside everything else."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def room(self, most: int) -> None:
        """Wait until less than so much is under way."""
        while len(self._tasks) >= most:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def finish(self) -> None:
        """Wait for all that was begun."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def break_off(self) -> int:
        """Do not go on with what was begun; how much that was."""
        for task in self._tasks:
            task.cancel()
        return len(self._tasks)
