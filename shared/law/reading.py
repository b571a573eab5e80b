"""Reading the law files: quick, checked and once (读取法规文件)."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from shared.law.document import RegulationDocument
from shared.law.examination import checked
from shared.law.vocabulary import Vocabulary

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Builds plain values only; the quick one where it was compiled."""


def load_yaml(path: Path) -> Any:
    """Parse one file; both loaders build plain values only."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader either way


@lru_cache(maxsize=8)
def read_vocabulary(root: Path) -> Vocabulary:
    """The vocabulary, the rule keys and the catalogue codes of a directory of regulations."""
    return Vocabulary.model_validate(
        {
            **load_yaml(root / "vocabulary.yaml"),
            "keys": load_yaml(root / "keys.yaml"),
            "codes": load_yaml(root / "catalogues.yaml"),
        }
    )


def read_regulation(path: Path, vocabulary: Vocabulary) -> RegulationDocument:
    """Read and check one version of a regulation, ``<issuer>/<topic>/<in force from>.yaml``."""
    return checked(f"{path.parent.parent.name}/{path.parent.name}", load_yaml(path), vocabulary)
