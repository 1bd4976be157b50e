"""Refusals: the answer is no, with a reason, and without a word of HTTP.

What belongs here: the one tree of exceptions that rules, services and the guard raise, and the
items that explain a refusal. What does not: status codes and problem documents (a door makes
those), and findings about a submission, which are values.

    Refusal
    |-- BadRequest             the request cannot be read
    |-- NotAuthenticated       nobody known is asking
    |-- Forbidden              known, but not permitted
    |-- NotFound               unknown, foreign and hidden alike
    |-- Conflict               the state of the thing does not allow it
    |-- PreconditionFailed     the caller acted on a stale copy
    |-- PreconditionRequired   the caller must say which copy it acts on
    |-- TooLarge               the body is larger than any allowed one
    |-- UnsupportedType        the body is of a kind that is not read
    |-- Unprocessable          readable, but a rule refuses it
    |-- TooMany                asked too often
    `-- Unavailable            cannot be answered now; nothing was done
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar


@dataclass(frozen=True)
class ErrorItem:
    """One thing wrong with a request.

    `code` is stable and machine readable, `message` one plain sentence that repeats no submitted
    value. `pointer` is a JSON Pointer (RFC 6901) into the body; `row` counts from 1 in a file and
    `field` is a column or parameter name. `expected` says what would be right, and `count` how many
    things wrong say the same.
    """

    code: str
    message: str
    pointer: str | None = None
    row: int | None = None
    field: str | None = None
    expected: str | None = None
    count: int | None = None


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818  a refusal is an answer, not an error
    """The answer is no.

    Args:
        code: stable snake_case reason, for machines and for the audit event.
        detail: one sentence for the person who reads the answer; never a submitted value.
        title: the kind of refusal in a few words; each class brings its own.
        errors: the single things wrong, where there are several or they have a place.
        headers: fields a door must add to its answer (a challenge, a time to wait).
        extension: members that the answer has besides.
    """

    code: str
    detail: str = field(default="", kw_only=True)
    title: str = field(default="", kw_only=True)
    errors: tuple[ErrorItem, ...] = field(default=(), kw_only=True)
    headers: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    extension: Mapping[str, Any] = field(default_factory=dict, kw_only=True)

    default_title: ClassVar[str] = "Refused"

    def __post_init__(self) -> None:
        super().__init__(self.code)
        self.title = self.title or self.default_title
        self.errors = tuple(self.errors)
        self.headers = MappingProxyType(dict(self.headers))

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"


class BadRequest(Refusal):
    """The request cannot be read."""

    default_title = "The request cannot be read"


class NotAuthenticated(Refusal):
    """Nobody known is asking: no token, or one that does not hold."""

    default_title = "Authentication is needed"


class Forbidden(Refusal):
    """The caller is known but may not do this, or not for this purpose."""

    default_title = "Not permitted"


class NotFound(Refusal):
    """No such thing for this caller: unknown, foreign and hidden answer alike."""

    default_title = "Not found"


class Conflict(Refusal):
    """The state of the thing does not allow it."""

    default_title = "Not possible in this state"


class PreconditionFailed(Refusal):
    """The caller acted on a copy that has changed since."""

    default_title = "Changed in the meantime"


class PreconditionRequired(Refusal):
    """The caller must say which copy it acts on."""

    default_title = "A precondition is needed"


class TooLarge(Refusal):
    """The body is larger than any allowed one."""

    default_title = "Too large"


class UnsupportedType(Refusal):
    """The body is of a kind that is not read here."""

    default_title = "Unsupported media type"


class Unprocessable(Refusal):
    """Readable, but a rule refuses it."""

    default_title = "Not acceptable as sent"


class TooMany(Refusal):
    """Asked too often; `headers` carries how long to wait."""

    default_title = "Too many requests"


class Unavailable(Refusal):
    """Cannot be answered now; nothing was done and the same request may be sent again."""

    default_title = "Not available at the moment"
