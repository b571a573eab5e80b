"""What a service tells its operators in numbers (运行指标); every application has a registry of its own."""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(slots=True)
class Metrics:
    """Requests, background tasks and the lag of what follows the log."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    in_flight: Gauge = field(init=False)
    task_restarts: Counter = field(init=False)
    task_running: Gauge = field(init=False)
    observed: Gauge = field(init=False)

    def __post_init__(self) -> None:
        """Create the series in this application's registry."""
        of = self.registry
        labels = ("method", "route", "status")
        self.requests = Counter("jiandu_http_requests", "Requests answered.", labels, registry=of)
        self.seconds = Histogram(
            "jiandu_http_request_seconds", "Time to answer.", labels[:2], buckets=_SECONDS, registry=of
        )
        self.in_flight = Gauge("jiandu_http_requests_in_flight", "Requests being answered.", registry=of)
        self.task_restarts = Counter(
            "jiandu_task_restarts", "Background tasks that failed and were restarted.", ("task",), registry=of
        )
        self.task_running = Gauge("jiandu_task_running", "Background tasks running.", ("task",), registry=of)
        self.observed = Gauge("jiandu_state", "Numbers of /readyz.", ("of",), registry=of)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)

    def exposition(self) -> bytes:
        """All series in the text format."""
        return generate_latest(self.registry)
