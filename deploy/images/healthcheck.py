"""The container's health: whether the service of this process says that it is ready."""

import asyncio
import os
import sys

from deploy.probing import http_status


def main() -> int:
    """Exit code 0 when ready."""
    port = int(os.environ.get("JIANDU_PORT", "8000"))
    return 0 if asyncio.run(http_status(port, "/readyz")) == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
