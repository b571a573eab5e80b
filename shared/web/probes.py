"""Probes and numbers on the service's own port; the origin never routes them (探针与指标)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from shared.web.edge import open_to_all
from shared.web.metrics import Metrics

Check = Callable[[], Awaitable[bool]]
Reading = Callable[[], Any]
"""A number or word of the report, or something to await for it."""


@dataclass(slots=True)
class Health:
    """What readiness is made of: ``needed`` must hold, ``readings`` inform."""

    service: str
    role: str
    needed: dict[str, Check] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    started: bool = False

    async def report(self) -> tuple[bool, dict[str, Any]]:
        """Whether the process can serve now, and why."""
        states = {name: await _holds(check) for name, check in self.needed.items()}
        ready = self.started and all(states.values())
        found = {name: await _reading(reading) for name, reading in self.readings.items()}
        return ready, {
            "ready": ready,
            "service": self.service,
            "role": self.role,
            **{name: "up" if holds else "down" for name, holds in states.items()},
            **found,
        }


async def _holds(check: Check) -> bool:
    try:
        return await check()
    except Exception:  # noqa: BLE001 - a probe answers; whatever failed means no
        return False


async def _reading(reading: Reading) -> Any:
    try:
        found = reading()
        return await found if isawaitable(found) else found
    except Exception:  # noqa: BLE001 - a report is never worth less for one missing number
        return None


def _observe(metrics: Metrics, report: Mapping[str, Any]) -> None:
    for name, value in report.items():
        if isinstance(value, int | float):
            metrics.observed.labels(name).set(float(value))


def probes_router(health: Health, metrics: Metrics) -> APIRouter:
    """``/livez``, ``/readyz`` and ``/metrics``."""
    router = APIRouter(include_in_schema=False, dependencies=[open_to_all("web.probe")])

    @router.get("/livez")
    async def livez() -> dict[str, bool]:
        return {"live": True}

    @router.get("/readyz")
    async def readyz(request: Request) -> Response:
        ready, report = await health.report()
        return JSONResponse(report, 200 if ready else 503, headers=None if ready else {"Retry-After": "2"})

    @router.get("/metrics")
    async def metrics_text() -> Response:
        _observe(metrics, (await health.report())[1])
        return Response(metrics.exposition(), media_type=CONTENT_TYPE_LATEST)

    return router
