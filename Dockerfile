# syntax=docker/dockerfile:1
# The service in a container: docker build -t thorbecke . && docker run --env-file settings.env -v data:/data -p 8024:8024 thorbecke
ARG BASE=docker.io/library/python:3.13-slim-bookworm

FROM ${BASE} AS build
WORKDIR /source
COPY requirements/build.txt requirements/node.txt requirements/oauth.txt requirements/runtime.txt requirements/
RUN python3 -m venv /build \
    && /build/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt -r requirements/node.txt \
    && python3 -m venv /app \
    && /app/bin/pip install --no-cache-dir --require-hashes -r requirements/runtime.txt -r requirements/oauth.txt
COPY . .
RUN /build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /app/bin/pip install --no-cache-dir --no-deps --no-index /wheels/*.whl

FROM ${BASE}
RUN useradd --system --uid 10001 --home-dir /data --create-home thorbecke
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    THORBECKE_DATA_DIR=/data \
    THORBECKE_WEB_HOST=0.0.0.0
USER 10001
VOLUME /data
EXPOSE 8024
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8024/gezondheid', timeout=4)"]
ENTRYPOINT ["thorbecke"]
CMD ["run"]
