# The bot as an image that does not run as root. Build it with `docker build -t yinju .`
# It has the extras of `make run`, so that `serve` and `play --listen 0.0.0.0` both work. An image
# that only serves is 50 MB smaller: `docker build --build-arg EXTRAS=charts,dictionary -t yinju .`
# `make docker-steps` runs these steps without Docker.
FROM python:3.13-slim-bookworm AS build
ARG EXTRAS=charts,dictionary,play
WORKDIR /src
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY bot bot
COPY retrieval retrieval
COPY corpus corpus
RUN python -m venv /opt/yinju \
 && /opt/yinju/bin/pip install --no-cache-dir --constraint constraints.txt pip \
 && /opt/yinju/bin/pip install --no-cache-dir --constraint constraints.txt \
    --build-constraint constraints.txt ".[$EXTRAS]"

FROM python:3.13-slim-bookworm
# For the Chinese in the pictures of /stats.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
# By number, so that an orchestrator can see that it is not root.
RUN groupadd --gid 10001 yinju \
 && useradd --create-home --uid 10001 --gid 10001 yinju \
 && install -d -m 0700 -o yinju -g yinju /data
COPY --from=build /opt/yinju /opt/yinju
# Everything that is written goes to /data and /tmp, so the root file system may be read-only.
ENV PATH=/opt/yinju/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BOT_DATA_DIR=/data \
    BOT_MONITOR_PORT=9464 \
    MPLCONFIGDIR=/data/cache/matplotlib \
    NUMBA_CACHE_DIR=/data/cache/numba
USER 10001:10001
WORKDIR /data
VOLUME /data
# What is being handled is finished within seconds.
STOPSIGNAL SIGTERM
# The port answers before the collection is loaded. Without one there is nothing to ask.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as u; p = os.environ.get('BOT_MONITOR_PORT'); p and u.build_opener(u.ProxyHandler({})).open(f'http://127.0.0.1:{p}/healthz', timeout=4)"]
ENTRYPOINT ["yinju"]
CMD ["serve"]
