# The bot as an image: what `make run` runs, not as root. Build: docker build -t yinju .
FROM python:3.13-slim AS build
WORKDIR /src
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY bot bot
COPY retrieval retrieval
COPY corpus corpus
RUN python -m venv /opt/yinju \
 && /opt/yinju/bin/pip install --no-cache-dir --constraint constraints.txt pip \
 && /opt/yinju/bin/pip install --no-cache-dir --constraint constraints.txt '.[dictionary]'

FROM python:3.13-slim
RUN useradd --system --create-home --uid 10001 yinju \
 && install -d -o yinju -g yinju /data
COPY --from=build /opt/yinju /opt/yinju
ENV PATH=/opt/yinju/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BOT_DATA_DIR=/data
USER yinju
WORKDIR /data
VOLUME /data
ENTRYPOINT ["yinju"]
CMD ["serve"]
