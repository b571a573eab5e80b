"""Forms of a page as a browser without JavaScript sends them."""

import re
from html import unescape
from typing import Any


def hidden(page: str, action: str) -> dict[str, Any]:
    """The hidden fields of the first form with this address."""
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        if f'action="{action}"' in form:
            found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
            return {name: unescape(value) for name, value in found}
    raise AssertionError(f"no form for {action}")
