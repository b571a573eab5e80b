"""What identifies a request's content, so that a reused idempotency key is noticed (请求指纹).

Keyed, because the bare hash of a short form with an identity number in it could be guessed.
"""

from hashlib import blake2b

from starlette.datastructures import UploadFile
from starlette.requests import Request

_CHUNK = 64 * 1024


async def _digest_form(digest: blake2b, request: Request) -> None:
    """A form is digested part by part: its boundary differs between two sendings of the same content."""
    for name, value in (await request.form()).multi_items():
        digest.update(f"\x1e{name}\x1f".encode())
        if not isinstance(value, UploadFile):
            digest.update(value.encode("utf-8", "surrogatepass"))
            continue
        digest.update(f"{value.filename}\x1f".encode("utf-8", "surrogatepass"))
        while chunk := await value.read(_CHUNK):
            digest.update(chunk)
        await value.seek(0)


async def fingerprint_of(request: Request) -> str:
    """A keyed digest of method, path, query and content."""
    key: bytes = request.app.state.fingerprint_key
    digest = blake2b(key=key, digest_size=32)
    digest.update(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    if "form" in request.headers.get("content-type", "").split(";")[0]:
        await _digest_form(digest, request)
    else:
        digest.update(await request.body())
    return digest.hexdigest()
