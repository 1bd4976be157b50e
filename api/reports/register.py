"""The register of uses of a month: who used which data, for what, under which agreement, how often.

What belongs here: words for values, as data, as Markdown and as a page. What does not: where the
values come from. It names no person, no case and no exact count, so that it can be published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, Final

from schemas.period import Period

ANSWERS: Final = {
    "aggregate": "figures",
    "report": "a report",
    "records": "records",
    "case": "events of a listed case",
}
"""What each kind of use reads."""

_OPENING: Final = (
    "Every use that an agency made of other agencies' data through this service, gathered from the"
    " service's own log. Counts are given in bands. Reading one's own data is no use."
)
_STYLE: Final = (
    "body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #bbb;padding:.4rem;"
    "text-align:left;vertical-align:top}"
)
_HEADINGS: Final = ("Dataset", "What was read", "How often")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a dataset: its kind, and how often in a band."""

    dataset: str
    title: str
    kind: str
    uses: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One agency's uses under one agreement for one purpose; None for work of the office."""

    agency: str
    agency_name: str
    agreement: str | None
    purpose: str | None
    purpose_title: str | None
    reads: Sequence[Read]


@dataclass(frozen=True, slots=True)
class Register:
    """A partnership's register of one month; `whole` says whether the month is over."""

    partnership: str
    month: Period
    whole: bool
    entries: Sequence[Entry]

    def document(self) -> dict[str, Any]:
        """The register as data."""
        return {
            "partnership": self.partnership,
            "month": str(self.month),
            "whole": self.whole,
            "entries": [asdict(each) for each in self.entries],
        }

    def markdown(self) -> str:
        """The register as Markdown."""
        return "\n".join(self._lines()) + "\n"

    def html(self) -> str:
        """The register as a page of its own: no script, nothing fetched from elsewhere."""
        title = escape(self._title)
        parts = "".join(map(_section, self.entries)) or "<p>No use was made of any data.</p>"
        said = "".join(f"<p>{escape(text)}</p>" for text in self._said)
        return (
            f'<!doctype html><html lang="en-GB"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title>"
            f"<style>{_STYLE}</style><main><h1>{title}</h1>{said}{parts}</main></html>\n"
        )

    @property
    def _title(self) -> str:
        return f"Register of uses of data: {self.partnership}, {self.month}"

    @property
    def _said(self) -> tuple[str, ...]:
        return (_OPENING,) if self.whole else (_OPENING, "The month is not over.")

    def _lines(self) -> Iterator[str]:
        yield f"# {self._title}"
        for text in self._said:
            yield from ("", text)
        if not self.entries:
            yield from ("", "No use was made of any data.")
        for entry in self.entries:
            yield from ("", f"## {_plain(entry.agency_name)}", "", _plain(_under(entry)), "")
            yield f"| {' | '.join(_HEADINGS)} |"
            yield "|---|---|---|"
            for read in entry.reads:
                yield f"| {' | '.join(map(_plain, _cells(read)))} |"


def _under(entry: Entry) -> str:
    if entry.purpose_title is None:
        return "Work of the partnership's office, under no agreement of its own."
    return f"For {entry.purpose_title} ({entry.purpose}), under agreement {entry.agreement}."


def _cells(read: Read) -> tuple[str, str, str]:
    return f"{read.title} ({read.dataset})", ANSWERS[read.kind], f"{read.uses} times"


def _section(entry: Entry) -> str:
    heads = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(read))}</tr>"
        for read in entry.reads
    )
    return (
        f"<section><h2>{escape(entry.agency_name)}</h2><p>{escape(_under(entry))}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _plain(text: str) -> str:
    """Text that Markdown takes as it stands: no name of an agency ends a cell or starts markup."""
    marked = "".join(f"\\{letter}" if letter in "\\`*[]<>|#" else letter for letter in text)
    return " ".join(marked.split())
