"""Password hashes: Argon2id, 19 MiB profile, off the event loop (口令散列)."""

import asyncio
import secrets
import string
from collections.abc import Sequence
from functools import partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from services.identity import rules

ALPHABET = string.ascii_letters + string.digits
GROUPS, GROUP_LENGTH = 4, 5


class Passwords:
    """Hashes and verifies; at most two hashes are computed at a time."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
        self._turns = asyncio.Semaphore(2)
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    async def hashed(self, password: str) -> str:
        """Hash a new password."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, stored: str | None) -> bool:
        """Verify a password; without a stored hash it takes as long and is false."""
        async with self._turns:
            fits = await asyncio.to_thread(partial(self._verify, stored or self._nobody, password))
        return fits and stored is not None

    async def matches_any(self, password: str, stored: Sequence[str]) -> bool:
        """Say whether a password was used before."""
        return any([await self.matches(password, each) for each in stored])

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def random_password(name: str) -> str:
    """Make a password that people can read from paper: four groups of five, about 119 bits.

    The account's login name is not in it.
    """
    while True:
        groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
        password = "-".join(groups)
        if not rules.password_faults(password, rules.username(name)):
            return password
