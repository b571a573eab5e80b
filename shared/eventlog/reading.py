"""Look-ups that wait for the database share the next query (合并查询)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

LARGEST_QUERY = 500


class SharedLookup(Generic[K, V]):
    """Answers single look-ups from queries for many keys at once; one query runs at a time.

    A look-up is answered by a query that starts after it was asked, so it sees what was committed before.
    """

    def __init__(self, fetch: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._fetch = fetch
        self._waiting: list[tuple[K, asyncio.Future[V | None]]] = []
        self._running: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V | None:
        """Return what belongs to ``key``, or nothing."""
        future: asyncio.Future[V | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, future))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:LARGEST_QUERY], self._waiting[LARGEST_QUERY:]
                await self._answer(batch)
        finally:
            self._running = None

    async def _answer(self, batch: Sequence[tuple[K, "asyncio.Future[V | None]"]]) -> None:
        try:
            found = await self._fetch([key for key, _ in batch])
        except Exception as error:  # noqa: BLE001 - every waiting caller gets the failure
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for key, future in batch:
            if not future.done():
                future.set_result(found.get(key))
