"""Print what every attack finds: `python -m tests.attacks`, by seed and size.

`--seeds 1 2 3` names the seeds, `--share 0.3` a smaller borough, `--london` adds one of London's
size for each seed, `--simulated` attacks the borough of the simulation instead.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence

from tests.attacks import invented, over_time, suite
from tests.attacks.figures import ATTACKS, Figure, sampled
from tests.attacks.population import borough

SEEDS = (1, 2, 3)
_COLUMNS = "{:<14}{:<16}{:<62}{:>10}{:>10}  {:<34}{}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack and print; 1 where a limit is passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--london", action="store_true")
    parser.add_argument("--simulated", action="store_true")
    asked = parser.parse_args(arguments)
    _write("place", "attack", "what", "service", "double", "limit", "")
    passed = _simulated(asked.seeds) if asked.simulated else _drawn(asked)
    return 1 if passed else 0


def _simulated(seeds: Sequence[int]) -> int:
    """Attack simulated boroughs one by one, but for the sampler, which takes them together."""
    places = {f"simulated {seed}": suite.place(invented.borough(seed)) for seed in seeds}
    passed = 0
    for name, place in places.items():
        for attack, figures in ATTACKS.items():
            if figures is not sampled:
                passed += _print(name, attack, figures(place))
    return passed + _print("simulated", sampled.__name__, sampled(*places.values()))


def _drawn(asked: argparse.Namespace) -> int:
    """Attack boroughs drawn to be harder, and Londons of them."""
    passed = 0
    for seed in asked.seeds:
        held = borough(seed, share=asked.share)
        places = {f"borough {seed}": suite.place(held)}
        if asked.london:
            places[f"London {seed}"] = suite.london(held, seed=seed)
        for name, place in places.items():
            for attack, figures in ATTACKS.items():
                passed += _print(name, attack, figures(place))
        passed += _print(f"borough {seed}", "over_time", over_time.figures(held["incident"], seed))
    return passed


def _print(place: str, attack: str, figures: Iterable[Figure]) -> int:
    """Print the figures of one attack; give how many pass their limit."""
    passed = 0
    for each in figures:
        double = "" if each.double is None else _number(each.double)
        mark = "" if each.holds else "PASSED"
        _write(place, attack, each.what, _number(each.real), double, each.limit, mark)
        passed += not each.holds
    return passed


def _write(*columns: str) -> None:
    sys.stdout.write(_COLUMNS.format(*columns).rstrip() + "\n")


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) >= 1 else f"{value:.4g}"


if __name__ == "__main__":
    raise SystemExit(main())
