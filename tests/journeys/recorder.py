"""What an agency's system was told: every answer it got over HTTP, and every line of the log.

What belongs here: keeping answers and log lines in order, and holding each answer against the
published contract. What does not: who may be told what.
"""

import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from api import logs
from tests import conforming
from tests.oauth_client import Response, Send

UNDESCRIBED = {"/openapi.json", "/docs"}
"""The description itself, and its page."""


@dataclass(frozen=True)
class Told:
    """One answer, and the agency that got it."""

    agency: str
    method: str
    path: str
    answer: Response

    @property
    def text(self) -> str:
        """Everything the agency can read of the answer."""
        fields = "\n".join(f"{name}: {value}" for name, value in self.answer.headers.items())
        return f"{fields}\n\n{self.answer.body.decode(errors='replace')}"


@dataclass
class Recorder:
    """Answers in the order in which they came."""

    told: list[Told] = field(default_factory=list)

    def through(self, send: Send, *, agency: str) -> Send:
        """The same way to send, with every answer kept."""

        def sent(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
            answer = send(method, path, headers, body)
            conforms(method, path, answer)
            self.told.append(Told(agency, method, path, answer))
            return answer

        return sent

    def to(self, *agencies: str) -> list[Told]:
        return [each for each in self.told if each.agency in agencies]


def _is_json(media_type: str) -> bool:
    """Whether a body is one JSON document, and not one on each line."""
    return media_type.endswith("json") and not media_type.endswith("ndjson")


def conforms(method: str, path: str, answer: Response) -> None:
    """Hold an answer against the contract.

    Raises:
        AssertionError: it says what the contract does not promise.
    """
    if path in UNDESCRIBED:
        return
    media_type = answer.headers.get("Content-Type", "").partition(";")[0]
    conforming.check(
        method,
        path.partition("?")[0],
        status=answer.status,
        media_type=media_type,
        body=answer.json if _is_json(media_type) and answer.body else None,
        headers=answer.headers,
    )


@contextmanager
def log_lines() -> Iterator[io.StringIO]:
    """The log as the service of this process writes it, with nothing of it left out."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    loggers = [logging.getLogger(name) for name in logs.OWN]
    before = [logger.level for logger in loggers]
    logging.getLogger().addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield stream
    logging.getLogger().removeHandler(handler)
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)
