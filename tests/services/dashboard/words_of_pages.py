"""All words of the pages: in templates, and Chinese texts in the code behind them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2.ext import babel_extract

from services.dashboard.api import page

CHINESE = re.compile(r"[\u4e00-\u9fff]")
API = Path(page.__file__).parent
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true"}


def words() -> set[str]:
    """Every text that a page may show and that has to exist in both languages."""
    return {*_in_templates(), *_in_code()}


def _in_templates() -> Iterator[str]:
    for path in page.TEMPLATES.rglob("*.html"):
        with path.open("rb") as source:
            for _, _, message, _ in babel_extract(source, ["_", "gettext", "ngettext"], [], OPTIONS):
                yield message[0] if isinstance(message, tuple) else message


def _in_code() -> Iterator[str]:
    for path in API.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = (
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and id(node) not in documentation
        )
        found = (node.value for node in texts if isinstance(node.value, str))
        yield from (text for text in found if CHINESE.search(text) and not text.startswith("《"))
