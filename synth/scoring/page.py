"""The score as one HTML page with static plots: no script, nothing fetched, every number a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

import leather

WIDTH, ROW, LEAST = 720, 26, 160  # pixels of a plot: its width, each bar, its least height (design)
FARTHEST: Final = 3.0  # tolerances at which a bar of the targets ends (design)
_STYLE: Final = """
body{font:16px/1.5 sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold}
th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #bbb;vertical-align:top}
td.n{text-align:right;white-space:nowrap}tr.out td{background:#fdecea}figure{margin:1rem 0}
svg{max-width:100%;height:auto}svg text{fill:#1b1b1b}.note{color:#444}
"""


def page(score: Mapping[str, Any]) -> str:
    """The page of a score, as `synth.scoring.score` gives it."""
    title = f"Score of an invented borough: {score['title']}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        "<p class=note>Synthetic data. Every person, household and event is invented.</p>",
        *_targets(score),
        *_structure(score["structure"]),
        *_marginals(score["marginals"]),
        *_pairs(score["pairs"]),
        *_histories(score),
    ]
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _targets(score: Mapping[str, Any]) -> Iterator[str]:
    yield "<h2>Targets</h2>"
    yield (
        f"<p>{score['within']} of {score['measured']} targets are within tolerance; "
        f"{len(score['targets']) - score['measured']} are about months that were not written.</p>"
    )
    measured = (each for each in score["targets"] if each["found"] is not None)
    far = {each["target"]: _apart(each) for each in measured}
    if far:
        yield "<p>In the plot, a target beyond 1 is missed.</p>"
        yield _bars(far, "Off target, in tolerances")
    head = ("Target", "Expected", "Found", "Tolerance", "Within", "Source")
    yield _table("Targets", head, map(_row, score["targets"]))
    if score["gaps"]:
        rows = ((*_row(each)[:3], each["reason"], each["source"]) for each in score["gaps"])
        aside = ("Set aside", "Expected", "Found", "Why", "Source")
        yield _table("Figures that cannot hold beside those kept", aside, rows)


def _apart(each: Mapping[str, Any]) -> float:
    off = abs(each["found"] - each["expected"])
    if not each["tolerance"]:
        return FARTHEST if off else 0.0
    return min(FARTHEST, float(off / each["tolerance"]))


def _row(each: Mapping[str, Any]) -> tuple[Any, ...]:
    said = {True: "yes", False: "no", None: "not measured"}[each["within"]]
    return (
        each["target"], each["expected"], each["found"], each["tolerance"], said, each["source"],
    )  # fmt: skip


def _structure(told: Mapping[str, Any]) -> Iterator[str]:
    yield "<h2>Structure and rules</h2>"
    share = "no row" if told["share"] is None else f"{told['share']:.2f} %"
    yield (
        f"<p>{share} of {told['rows']} rows pass both validators; {told['fast']} are let through "
        f"by the fast one, of which {told['checked_twice']} were checked exactly as well, and "
        f"{told['disagreed']} of these had a finding.</p>"
    )
    if told["findings"]:
        yield _table("Findings", ("Code", "Times"), sorted(told["findings"].items()))


def _marginals(told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "<h2>Marginals</h2>"
    yield "<p>The score is the total-variation complement: 1 is the same distribution.</p>"
    for each in told:
        names = list(each["expected"])
        rows = [(name, each["expected"][name], each["found"].get(name, 0.0)) for name in names]
        head = f"{each['marginal']}: {each['score']}"
        yield _beside(rows, f"{head} (expected and found, per cent)")
        yield _table(head, ("", "Expected, %", "Found, %"), rows)
        yield f"<p class=note>{escape(each['source'])}</p>"


def _pairs(told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "<h2>Pairs</h2>"
    yield "<p>The score is the contingency similarity: 1 is the same table.</p>"
    for each in told:
        rows = [
            (f"{one}, {other}", each["expected"][row][place], each["found"][row][place])
            for row, one in enumerate(each["labels"][0])
            for place, other in enumerate(each["labels"][1])
        ]
        yield _table(f"{each['pair']}: {each['score']}", ("", "Expected", "Found"), rows)
        yield f"<p class=note>{escape(each['source'])}</p>"


def _histories(score: Mapping[str, Any]) -> Iterator[str]:
    repeats, overlap = score["repeats"], score["overlap"]
    yield "<h2>Repeats, gaps and delays</h2>"
    if repeats["persons"]:
        yield _bars(repeats["by_reports"], "Persons by how often they were reported")
    yield _table("Persons by reports", ("Reports", "Persons"), repeats["by_reports"].items())
    between = repeats["days_between"].items()
    yield _table("Days between two reports of a person", ("Share", "Days"), between)
    steps = sorted({int(step) for each in score["delays"] for step in each["by_days"]})
    rows = (
        (each["delay"], each["came"], *(each["by_days"].get(str(step)) for step in steps))
        for each in score["delays"]
    )
    head = ("Delay", "Came", *(f"within {step} days, %" for step in steps))
    yield _table("What came, and by when", head, rows)
    yield "<h2>Known to several agencies</h2>"
    if overlap["by_agencies"]:
        yield _bars(overlap["by_agencies"], "Persons by how many agencies know them")
    counts = overlap["by_agencies"].items()
    yield _table("Persons by agencies", ("Agencies", "Persons"), counts)
    both = ((" and ".join(each["agencies"]), each["persons"]) for each in overlap["pairs"])
    yield _table("Persons known to both", ("Agencies", "Persons"), both)


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    cells = "".join(f"<th scope=col>{escape(name)}</th>" for name in head)
    lines = []
    for row in rows:
        out = ' class="out"' if "no" in row else ""
        lines.append(f"<tr{out}>{''.join(map(_cell, row))}</tr>")
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{cells}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _cell(value: Any) -> str:
    if value is None:
        return "<td>-</td>"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"<td{' class=n' if number else ''}>{escape(_number(value) if number else value)}</td>"


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _bars(figures: Mapping[str, float], title: str) -> str:
    """Bars of one figure each, from the top down."""
    chart = leather.Chart(title)
    bars = [(float(value), name) for name, value in figures.items()]
    chart.add_bars(bars)
    return _figure(chart, title, rows=len(bars))


def _beside(rows: Sequence[tuple[str, float, float]], title: str) -> str:
    """What is expected and what was found, as dots over the same places."""
    chart = leather.Chart(title)
    for place, name in ((1, "expected"), (2, "found")):
        points = [(number, float(row[place])) for number, row in enumerate(rows)]
        chart.add_dots(points, name=name)
    chart.add_x_axis(
        ticks=list(range(len(rows))), tick_formatter=lambda value, place, count: rows[value][0]
    )
    return _figure(chart, title, rows=LEAST // ROW)


def _figure(chart: leather.Chart, title: str, *, rows: int) -> str:
    svg = chart.to_svg(width=WIDTH, height=max(LEAST, rows * ROW + 80))
    return (
        f'<figure role="img" aria-label="{escape(title)}; the numbers are in the table below">'
        f"{svg[svg.index('<svg') :]}</figure>"
    )
