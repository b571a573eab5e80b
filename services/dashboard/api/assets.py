"""Styles and scripts: own ones from here, installed ones from ``node_modules``; under names that change with
their content, so that a browser may keep them for ever (静态资源)."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"
INSTALLED = Path(__file__).parents[3] / "node_modules"

FOR_EVER = "public, max-age=31536000, immutable"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

THIRD_PARTY = {
    "bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "htmx-sse.js": "htmx.org/dist/ext/hx-sse.min.js",
}
OWN = ("dashboard.css", "letters.css", "dashboard.js", "mark.svg")


class MissingAssetsError(RuntimeError):
    """The browser assets are not installed; run ``npm ci`` (缺少前端资源)."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    path: str
    media_type: str
    content: bytes
    compressed: bytes


class Assets:
    """All styles and scripts, read once at start."""

    def __init__(self, installed: Path = INSTALLED) -> None:
        """Read the files; ``installed`` is the directory that npm filled."""
        files = {name: STATIC / name for name in OWN} | {
            name: installed / place for name, place in THIRD_PARTY.items()
        }
        missing = [str(path) for path in files.values() if not path.is_file()]
        if missing:
            raise MissingAssetsError(f"not installed (npm ci): {', '.join(missing)}")
        self._by_name = {name: _read(name, path) for name, path in files.items()}
        self._by_path = {asset.path: asset for asset in self._by_name.values()}

    def url(self, name: str) -> str:
        """Where a page finds an asset."""
        return f"/assets/{self._by_name[name].path}"

    def at(self, path: str) -> Asset | None:
        """Give the asset behind an address."""
        return self._by_path.get(path)

    @property
    def names(self) -> Mapping[str, Asset]:
        """All assets by name."""
        return self._by_name


def _read(name: str, path: Path) -> Asset:
    content = path.read_bytes()
    if name.endswith((".js", ".css")):
        content = content.replace(b"/*# sourceMappingURL=", b"/*# ").replace(b"//# sourceMappingURL=", b"// ")
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"{digest}/{name}", _TYPES[Path(name).suffix], content, gzip.compress(content, mtime=0))
