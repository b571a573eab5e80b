"""Who may say and hear what on the broker: one table, written out as NATS configuration (消息权限).

Every service has one nkey user. It publishes under its own name only, reads the streams it follows through
the readers that the provisioner made for it, and listens only to its own inbox: it cannot forge another's
messages, read or acknowledge in another's name, nor make, purge or delete a stream or a reader.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.bus.names import PROVISIONER, history_of, inbox_of, stream_of, subjects_of

ANSWER_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Rights:
    """What one user may publish and subscribe; ``answers`` lets it reply once to requests it received."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]
    answers: bool = False


def service_rights(service: str, follows: Sequence[str]) -> Rights:
    """A service: its own subjects, its own tail, its readers on what it follows, its history desk."""
    own = stream_of(service)
    reading = [subject for source in follows for subject in _reading(service, source)]
    return Rights(
        publish=(
            subjects_of(service),
            f"$JS.API.STREAM.INFO.{own}",
            f"$JS.API.STREAM.MSG.GET.{own}",
            *reading,
        ),
        subscribe=(f"{inbox_of(service)}.>", history_of(service)),
        answers=True,
    )


def _reading(follower: str, source: str) -> tuple[str, ...]:
    reader = f"{stream_of(source)}.{follower}"
    return (
        f"$JS.API.CONSUMER.MSG.NEXT.{reader}",
        f"$JS.API.CONSUMER.INFO.{reader}",
        f"$JS.API.CONSUMER.RESET.{reader}",
        f"$JS.ACK.{reader}.>",
        history_of(source),
    )


def provisioner_rights() -> Rights:
    """The provisioner makes and keeps streams and readers; it says nothing in a service's name."""
    streams = tuple(f"$JS.API.STREAM.{verb}.*" for verb in ("CREATE", "UPDATE", "INFO", "DELETE"))
    readers = tuple(f"$JS.API.CONSUMER.{verb}.>" for verb in ("CREATE", "DURABLE.CREATE", "INFO", "DELETE"))
    return Rights(
        publish=("$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST", *streams, *readers),
        subscribe=(f"{inbox_of(PROVISIONER)}.>",),
    )


def rights_table(follows: Mapping[str, Sequence[str]]) -> dict[str, Rights]:
    """All users of an installation; ``follows`` maps each service to those it follows."""
    services = {service: service_rights(service, sources) for service, sources in sorted(follows.items())}
    return {PROVISIONER: provisioner_rights(), **services}


def authorization(follows: Mapping[str, Sequence[str]], keys: Mapping[str, str]) -> str:
    """The server's ``authorization`` block; ``keys`` are the users' public nkeys. Nobody else gets in."""
    table = rights_table(follows)
    users = "".join(_user(keys[name], rights) for name, rights in table.items())
    return f"authorization {{\n  users: [\n{users}  ]\n}}\n"


def _user(key: str, rights: Rights) -> str:
    answers = f'allow_responses: {{ max: 1, expires: "{ANSWER_SECONDS}s" }}' if rights.answers else ""
    return (
        f"    {{ nkey: {key}, permissions: {{\n"
        f"      publish: {{ allow: {json.dumps(rights.publish)} }}\n"
        f"      subscribe: {{ allow: {json.dumps(rights.subscribe)} }}\n"
        f"      {answers}\n"
        "    } }\n"
    )
