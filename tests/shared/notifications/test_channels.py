"""Which channels the settings of a deployment open."""

import httpx
import pytest
from pydantic import SecretStr

from shared.notifications.channels import channels_of
from shared.settings.service import ServiceSettings


@pytest.mark.parametrize(
    ("given", "names"),
    [
        pytest.param({}, [], id="nothing is configured"),
        pytest.param({"webhook_url": "https://receiver.test/"}, [], id="a webhook without a secret"),
        pytest.param(
            {"webhook_url": "https://receiver.test/", "webhook_secret": SecretStr("s")},
            ["webhook"],
            id="webhook",
        ),
        pytest.param({"smtp_host": "mail.test", "smtp_password": SecretStr("s")}, ["mail"], id="mail"),
    ],
)
async def test_channels(given, names):
    settings = ServiceSettings(service="matters", database_url=SecretStr("postgresql://"), **given)

    async with httpx.AsyncClient() as client:
        assert [channel.name for channel in channels_of(settings, client, {})] == names
