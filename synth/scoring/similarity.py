"""How alike two distributions are, by the published definitions of SDMetrics.

Written out here: the library of that name brings pandas, scipy and plotly, and holds records
against real records, where counts are held here against published shares. The definitions are those
of its pages on TVComplement and ContingencySimilarity (DataCebo, SDMetrics documentation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def tv_complement(found: Mapping[str, float], expected: Mapping[str, float]) -> float:
    """One less half the summed differences of two sets of shares: 1 is the same, 0 apart.

    Both may be counts or shares of anything; a category that one has not is nought there.

    Raises:
        ValueError: one of them has nothing in it.
    """
    sums = sum(found.values()), sum(expected.values())
    if not all(sums):
        raise ValueError("nothing can be held against nothing")
    names = found.keys() | expected.keys()
    apart = sum(
        abs(found.get(name, 0) / sums[0] - expected.get(name, 0) / sums[1]) for name in names
    )
    return 1 - apart / 2


def contingency_similarity(
    found: Sequence[Sequence[float]], expected: Sequence[Sequence[float]]
) -> float:
    """The same over the cells of two tables of a pair of columns, which have one shape."""
    one, other = (
        {f"{row}/{place}": cell for row, cells in enumerate(table) for place, cell in
         enumerate(cells)}
        for table in (found, expected)
    )  # fmt: skip
    return tv_complement(one, other)
