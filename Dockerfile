FROM python:3.11-slim-trixie AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-trixie
# pg_dump and pg_restore, no older than the server of docker-compose.yml
RUN apt-get update \
 && apt-get install --yes --no-install-recommends "postgresql-client=17+*" \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home cop && install --directory --owner=10001 /data
COPY --from=build /venv /venv
USER 10001
ENV PATH=/venv/bin:$PATH COP_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["cop", "serve", "--host", "0.0.0.0"]
