# The service alone: no test tools, no compiler, no root.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /opt/safershare \
    && /opt/safershare/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/safershare/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /var/lib/safershare safershare
COPY --from=build /opt/safershare /opt/safershare
ENV PATH=/opt/safershare/bin:$PATH PYTHONUNBUFFERED=1
USER safershare
WORKDIR /var/lib/safershare
EXPOSE 8000
CMD ["safershare", "serve", "--host", "0.0.0.0", "--port", "8000"]
