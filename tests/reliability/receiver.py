"""A small web server of the tests' own: it serves keys, and it receives webhooks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from deploy.ports import LOOPBACK


@dataclass
class Receiver:
    """What was posted, in order; while ``open`` is cleared, posts are held without an answer."""

    url: str = ""
    answer: bytes = b"{}"
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)
    held: threading.Event = field(default_factory=threading.Event)


class Server(ThreadingHTTPServer):
    """A patient one: many may knock at once, and none holds up the end."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_: object) -> None:
        """A killed sender is no news."""


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Listen on loopback until the end of the block."""
    found = Receiver()
    found.open.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                return  # the sender was killed in the middle of it
            found.posts.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if not found.open.is_set():
                found.held.set()
                found.open.wait()
            self._answer()

        def _answer(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(found.answer)))
            self.end_headers()
            self.wfile.write(found.answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = Server((LOOPBACK, 0), Handler)
    found.url = f"http://{LOOPBACK}:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.open.set()
        server.shutdown()
        server.server_close()
        thread.join()
