"""The embedded NATS keeps what it acknowledged."""

from collections.abc import Iterator
from pathlib import Path

import nats as nats_client
import pytest

from deploy.nats import NatsServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    server = NatsServer(tmp_path / "nats")
    server.start()
    yield server
    server.stop()


async def test_acknowledged_messages_survive_a_kill(server: NatsServer):
    client = await nats_client.connect(server.url)
    stream = client.jetstream()
    await stream.add_stream(name="LETTERS", subjects=["letters.>"])
    for _ in range(20):
        await stream.publish("letters.sent", b"{}")
    await client.close()

    server.kill()
    server.start()
    client = await nats_client.connect(server.url)
    kept = await client.jetstream().stream_info("LETTERS")
    await client.close()

    assert kept.state.messages == 20


def test_every_acknowledgement_is_on_disk_and_the_store_is_bounded(server: NatsServer):
    text = server.configuration()

    assert "sync_interval: always" in text
    assert "max_file_store" in text


def test_a_healthy_server_is_not_stuck(server: NatsServer):
    assert server.is_ready()
    assert not server.is_stuck()
