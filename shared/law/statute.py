"""Registration of the functions that carry out rules of law (规则键与函数的登记)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class DoubleRegistrationError(ValueError):
    """Two functions claim the same rule key."""


class Statute:
    """The rules of one topic that a service carries out (某一主题的规则登记).

    A rule of another topic is registered by an object of that topic in the service that carries it out.
    """

    def __init__(self, topic: str) -> None:
        """Start without rules."""
        self.topic = topic
        self._functions: dict[str, Callable[..., Any]] = {}

    def rule(self, *keys: str) -> Callable[[Function], Function]:
        """Register a function as the carrier of these keys of the topic."""

        def register(function: Function) -> Function:
            for key in keys:
                full = f"{self.topic}.{key}"
                if full in self._functions:
                    raise DoubleRegistrationError(f"{full} has two functions")
                self._functions[full] = function
            return function

        return register

    @property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """The functions by full key (``topic.key``)."""
        return MappingProxyType(self._functions)
