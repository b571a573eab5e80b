"""Key files are for their owner only, and never overwritten."""

import pytest

from shared.identity.keyfile import UnsafeKeyFileError, ensure_signing_key, load_signing_key
from shared.privacy.keyring import FileKeys, Keyring, UnknownKeyError, create_master_key


def test_a_master_key_file_is_private_and_never_replaced(tmp_path):
    path = tmp_path / "keys" / "master.key"
    create_master_key(path)

    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        create_master_key(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_file_that_others_can_read_is_refused(tmp_path, mode):
    path = tmp_path / "master.key"
    create_master_key(path)
    path.chmod(mode)

    with pytest.raises(UnsafeKeyFileError):
        Keyring.from_file(path)


@pytest.mark.parametrize("content", ["", "short", "zz" * 32, "aa" * 33])
def test_a_malformed_key_file_is_refused(tmp_path, content):
    path = tmp_path / "master.key"
    path.write_text(content)
    path.chmod(0o600)

    with pytest.raises(UnsafeKeyFileError):
        Keyring.from_file(path)


def test_a_missing_key_file_is_refused(tmp_path):
    with pytest.raises(UnsafeKeyFileError):
        Keyring.from_file(tmp_path / "none")


def test_a_wrapped_key_that_was_changed_does_not_unwrap():
    keys = FileKeys(b"k" * 32)
    wrapped = keys.wrap(b"d" * 32)

    assert keys.unwrap(keys.key_id, wrapped) == b"d" * 32
    with pytest.raises(UnknownKeyError):
        keys.unwrap(keys.key_id, wrapped[:-1] + bytes([wrapped[-1] ^ 1]))


def test_digests_differ_by_purpose():
    keyring = Keyring(FileKeys(b"k" * 32))

    assert keyring.digest("complaints|id_number", "1") != keyring.digest("supervision|id_number", "1")


def test_a_signing_key_is_made_once(tmp_path):
    path = tmp_path / "signing.pem"
    made = ensure_signing_key(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert ensure_signing_key(path).private_bytes_raw() == made.private_bytes_raw()
    path.chmod(0o644)
    with pytest.raises(UnsafeKeyFileError):
        load_signing_key(path)
