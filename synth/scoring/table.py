"""The targets of every profile for the documentation, made of scores so that it cannot drift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

BEGIN: Final = "<!-- targets: written by `safershare synth targets` -->"
END: Final = "<!-- end of targets -->"


def tables(scores: Iterable[Mapping[str, Any]]) -> str:
    """A table for each score, in Markdown."""
    return "\n".join(line for score in scores for line in _of(score))


def _of(score: Mapping[str, Any]) -> Iterator[str]:
    span = f"{score['months'][0]} to {score['months'][-1]}"
    yield f"### `{score['profile']}`: {score['title']}\n"
    yield (
        f"{score['within']} of {score['measured']} targets within tolerance, seed {score['seed']}, "
        f"{span}.\n"
    )
    yield "| target | expected | found | tolerance | within | source |"
    yield "|---|---|---|---|---|---|"
    for each in score["targets"]:
        said = "yes" if each["within"] else "**no**"
        yield _line([each["target"], each["expected"], each["found"], each["tolerance"], said,
                     each["source"]])  # fmt: skip
    yield ""
    if score["gaps"]:
        yield "Set aside, because it cannot hold beside those kept:\n"
        yield "| figure | expected | found | why | source |"
        yield "|---|---|---|---|---|"
        for each in score["gaps"]:
            yield _line([each["target"], each["expected"], each["found"], each["reason"],
                         each["source"]])  # fmt: skip
        yield ""
    yield _alike(score)


def _alike(score: Mapping[str, Any]) -> str:
    both = [
        *((f"marginal, {each['marginal']}", each["score"]) for each in score["marginals"]),
        *((f"pair, {each['pair']}", each["score"]) for each in score["pairs"]),
    ]
    told = "; ".join(f"{name}: {value}" for name, value in both)
    share = score["structure"]["share"]
    return f"Likeness (1 is the same): {told}. Rows that pass both validators: {share:g} %.\n"


def _line(cells: Sequence[Any]) -> str:
    return "| " + " | ".join("-" if cell is None else f"{cell}" for cell in cells) + " |"


def placed(page: str, written: str) -> str:
    """A page with the tables between its marks.

    Raises:
        ValueError: the page has no marks.
    """
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError("the page has no place for the targets")
    return f"{before}{BEGIN}\n\n{written}\n{END}{after}"
