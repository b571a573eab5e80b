"""An in-process signal that the log has grown; a poll stands behind it (唤醒)."""

import asyncio


class Bell:
    """One listener's bell: rung by commits, silent again once heard."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the listener."""
        self._rung.set()

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109 - the poll behind the signal is the point
        """Wait until rung or for ``timeout`` seconds; say which it was."""
        try:
            await asyncio.wait_for(self._rung.wait(), timeout)
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Wake:
    """Rings every subscribed bell after each commit."""

    def __init__(self) -> None:
        self._bells: list[Bell] = []

    def subscribe(self) -> Bell:
        """Return a new bell that rings after each commit from now on."""
        bell = Bell()
        self._bells.append(bell)
        return bell

    def ring(self) -> None:
        """Wake every listener."""
        for bell in self._bells:
            bell.ring()
