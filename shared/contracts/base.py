"""What services tell each other: frozen facts under versioned names (服务间的公开事件).

A contract is never the stored event. It changes by optional additional fields only; anything else is a new
version published beside the old one. Readers ignore fields they do not know.
"""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

ANY_SERVICE = "*"
ROOT = "jiandu"
TYPE_PREFIX = "cn.jiandu"


class UnnamedContractError(TypeError):
    """A contract has no name of the form ``service.event``, or its name and version are taken."""


class Contract(BaseModel):
    """One public event.

    ``name`` is ``<service>.<event>``; the service ``*`` marks a common shape that every service may publish
    under its own name. ``version`` counts incompatible shapes. Bodies carry ids, codes, dates and bases of
    law only; personal data stays sealed in its service (decision 22).
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    name: ClassVar[str]
    version: ClassVar[int] = 1

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Enter every named contract into the registry."""
        super().__pydantic_init_subclass__(**kwargs)
        if "name" in cls.__dict__:
            _register(cls)

    @classmethod
    def owner(cls) -> str:
        """The service that publishes it, or ``*``."""
        return cls.name.partition(".")[0]

    @classmethod
    def event(cls) -> str:
        """The event's name without its service."""
        return cls.name.partition(".")[2]

    @classmethod
    def subject(cls, service: str) -> str:
        """The NATS subject under which ``service`` publishes it."""
        return f"{ROOT}.{service}.{cls.event()}.v{cls.version}"

    @classmethod
    def type_name(cls, service: str) -> str:
        """The CloudEvents type under which ``service`` publishes it."""
        return f"{TYPE_PREFIX}.{service}.{cls.event()}.v{cls.version}"

    @classmethod
    def decode(cls, payload: bytes) -> "Contract":
        """Read a body; unknown fields are ignored, missing or wrong ones raise ``ValidationError``."""
        return cls.model_validate_json(payload)

    def encode(self) -> bytes:
        """The JSON body."""
        return self.__pydantic_serializer__.to_json(self)


_REGISTRY: dict[tuple[str, str], type[Contract]] = {}


def _register(cls: type[Contract]) -> None:
    service, _, event = cls.name.partition(".")
    key = (service, f"{event}.v{cls.version}")
    known = _REGISTRY.setdefault(key, cls)
    if not event or (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
        raise UnnamedContractError(f"{cls.__qualname__}: {cls.name!r} v{cls.version}")


def contract_types() -> tuple[type[Contract], ...]:
    """All contracts known to this process, by name and version."""
    return tuple(_REGISTRY[key] for key in sorted(_REGISTRY))


def contract_of(subject: str) -> type[Contract] | None:
    """The contract published under a NATS subject; None when this build does not know it."""
    root, _, rest = subject.partition(".")
    service, _, event = rest.partition(".")
    if root != ROOT:
        return None
    return _REGISTRY.get((service, event)) or _REGISTRY.get((ANY_SERVICE, event))
