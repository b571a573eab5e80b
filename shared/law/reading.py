"""Reading the law files: quick, checked and once (读取法规文件)."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from shared.law.document import RegulationDocument, parse

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CatalogueNames = Mapping[str, Mapping[str, tuple[str, str]]]


def load_yaml(path: Path) -> Any:
    """Parse one file; both loaders build plain values only."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader either way


@lru_cache(maxsize=8)
def read_catalogue_names(root: Path) -> CatalogueNames:
    """Chinese and English name of every code, by catalogue."""
    content = load_yaml(root / "catalogues.yaml")
    return {name: {code: (zh, en) for code, (zh, en) in codes.items()} for name, codes in content.items()}


def read_regulation(path: Path, root: Path) -> RegulationDocument:
    """Read and check one version of a regulation."""
    return parse(load_yaml(path))
