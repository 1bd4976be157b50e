"""`python -m tests.mutations`: break the service in every way, and count what the checks catch."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import click

from tests.mutations.catalogue import MUTATIONS
from tests.mutations.mutation import Mutation
from tests.mutations.running import AT_ONCE, CHECKS, failed, founding


def main() -> int:
    """Print every breakage with the check that caught it; 1 if any was not caught.

    Words given choose the breakages whose names hold one of them.
    """
    began, words = time.monotonic(), sys.argv[1:]
    chosen = [each for each in MUTATIONS if not words or any(w in each.name for w in words)]
    with founding() as source:
        whole = failed(source, None)
        if whole is not None:
            click.echo(f"The service as it is fails a check: {whole}")
            return 1
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = pool.map(lambda each: failed(source, each), chosen)
            caught = sum(_told(each, by=by) for each, by in zip(chosen, found, strict=True))
    seconds = time.monotonic() - began
    click.echo(
        f"{caught} of {len(chosen)} breakages caught by {len(CHECKS)} checks in {seconds:.0f} s."
    )
    return 0 if caught == len(chosen) else 1


def _told(mutation: Mutation, *, by: str | None) -> bool:
    click.echo(f"{'caught' if by else 'MISSED'}  {mutation.name}\n        {by or ''}".rstrip())
    return by is not None


if __name__ == "__main__":
    sys.exit(main())
