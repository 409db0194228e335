# syntax=docker/dockerfile:1
# One image for web, worker, beat and the one-shot migration; docker-compose.yml says which.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes -r /tmp/requirements.txt
WORKDIR /app
COPY . .
# The keys here live for this line only: collecting files needs settings, not secrets.
RUN export PATH=/opt/venv/bin:$PATH PRODUCTION=1 DATA_DIR=/tmp/build STATIC_ROOT=/app/staticfiles \
  && key() { python -c "import secrets; print(secrets.token_urlsafe(64))"; } \
  && export SECRET_KEY="$(key)" BLIND_INDEX_KEY="$(key)" \
  && export FIELD_ENCRYPTION_KEYS="$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
  && export PUBLIC_URL=https://localhost \
  && python manage.py compile_translations \
  && python manage.py collectstatic --noinput --verbosity 0 \
  && python -m compileall -q ppid_portal dip_app requests_app objections_app disputes_app

FROM python:3.13-slim-bookworm
# Pango draws the letters; harfbuzz-subset makes them two to three times faster.
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-liberation tini \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --create-home --home-dir /home/portal portal \
  && install -d -o portal -g portal /data
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp MALLOC_ARENA_MAX=2 \
  PRODUCTION=1 DATA_DIR=/data STATIC_ROOT=/app/staticfiles
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER portal
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "ppid_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60", "--max-requests", "5000", "--max-requests-jitter", "500", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--access-logformat", "%(t)s %(m)s %(s)s %(B)s %(M)sms"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["python", "ppid_portal/operations/probe.py", "http://127.0.0.1:8000/healthz"]
