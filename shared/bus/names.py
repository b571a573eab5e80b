"""Names on the broker: streams, subjects, durable consumers (消息通道的名称, decision 9)."""

from shared.contracts.base import ROOT

PROVISIONER = "provisioner"
HISTORY_ROOT = f"{ROOT}_history"


def stream_of(service: str) -> str:
    """The stream that holds a service's public messages."""
    return f"JIANDU_{service.upper()}"


def subjects_of(service: str) -> str:
    """All subjects of a service."""
    return f"{ROOT}.{service}.>"


def history_of(service: str) -> str:
    """Where a service's relay answers for messages older than its stream."""
    return f"{HISTORY_ROOT}.{service}"


def inbox_of(user: str) -> str:
    """The prefix of a user's reply subjects; nobody else may listen there."""
    return f"_INBOX_{user}"
