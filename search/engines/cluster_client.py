# SPDX-License-Identifier: AGPL-3.0-or-later
"""A client that speaks with Elasticsearch and with OpenSearch, which the library refuses of itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from elastic_transport import HttpHeaders, TransportError, Urllib3HttpNode
from elastic_transport._node import NodeApiResponse
from elastic_transport.client_utils import DEFAULT, DefaultType
from elasticsearch import ApiError, Elasticsearch

from search.engines.base import EngineDown

DEFAULT_PREFIX = "portale"
PORTS = {"http": 9200, "https": 443}
COMPATIBLE = "application/vnd.elasticsearch+"


class EitherNode(Urllib3HttpNode):
    """A node that may be either product: plain media types go out, the product's name comes back."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        """Send the request as either product understands it."""
        plain = HttpHeaders(headers or {})
        for name in ("accept", "content-type"):
            said = plain.get(name) or ""
            if COMPATIBLE in said:
                plain[name] = "application/x-ndjson" if "ndjson" in said else "application/json"
        answer = super().perform_request(method, target, body, plain, request_timeout)
        answer.meta.headers = HttpHeaders({**answer.meta.headers, "x-elastic-product": "Elasticsearch"})
        return answer


def connect(url: str) -> tuple[Elasticsearch, str]:
    """Return a client for an address (`https://user:word@host:9200/prefix`) and the prefix of our indexes."""
    parts = urlsplit(url)
    prefix = parts.path.strip("/").lower() or DEFAULT_PREFIX
    port = parts.port or PORTS.get(parts.scheme, 9200)
    signed = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    client = Elasticsearch(
        f"{parts.scheme}://{parts.hostname}:{port}",
        node_class=EitherNode,
        basic_auth=signed,
        request_timeout=30,
        max_retries=3,
        retry_on_timeout=True,
    )
    return client, prefix


@contextmanager
def as_down() -> Iterator[None]:
    """Turn whatever the cluster does wrong into the one thing we know of it; its words stay in the log's cause."""
    try:
        yield
    except (TransportError, ApiError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise EngineDown("cluster") from fault
