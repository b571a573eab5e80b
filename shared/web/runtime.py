"""What a process builds its service from: engine, clock, law, calendars, keys (运行环境)."""

import os

from shared.audit.signing import Ed25519Signer, Signer
from shared.calendar.almanac import Almanac
from shared.calendar.book import load_bundled
from shared.clock.suite import SuiteClock
from shared.identity.keyfile import load_signing_key
from shared.law.book import LawBook
from shared.privacy.keyring import KEY_BYTES, FileKeys, Keyring
from shared.settings.service import ServiceSettings
from shared.web.database import create_engine
from shared.web.limits import RateLimits
from shared.web.service import Runtime


class MissingKeyFileError(Exception):
    """A service must not start without its master key and its signing key (缺少密钥文件)."""


def runtime_of(settings: ServiceSettings) -> Runtime:
    """The runtime of a real process; its keys come from files."""
    if settings.master_key_file is None or settings.signing_key_file is None:
        raise MissingKeyFileError("JIANDU_MASTER_KEY_FILE and JIANDU_SIGNING_KEY_FILE must name files")
    signer = Ed25519Signer(load_signing_key(settings.signing_key_file))
    return _runtime(settings, Keyring.from_file(settings.master_key_file), signer)


def passing_runtime(settings: ServiceSettings) -> Runtime:
    """A runtime with keys that are forgotten with the process: for descriptions of interfaces, and tests."""
    return _runtime(settings, Keyring(FileKeys(os.urandom(KEY_BYTES))), Ed25519Signer.generate())


def _runtime(settings: ServiceSettings, keyring: Keyring, signer: Signer) -> Runtime:
    return Runtime(
        settings=settings,
        engine=create_engine(settings),
        clock=SuiteClock(),
        law=LawBook.fresh(),
        calendars=Almanac(load_bundled()),
        keyring=keyring,
        signer=signer,
        limits=RateLimits(settings.limits),
    )
