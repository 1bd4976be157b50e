"""What the conformance checks are worth: whatever is broken in the service, one of them fails."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.counts import PROVE
from tests.mutations.catalogue import MUTATIONS
from tests.mutations.mutation import Mutation
from tests.mutations.running import AT_ONCE, failed, founding

SAMPLE = MUTATIONS if PROVE else MUTATIONS[:1]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.name)
def test_every_breakage_has_its_place_in_the_source(mutation: Mutation) -> None:
    assert mutation.fits()
    compile(mutation.applied(), mutation.file, "exec")


def test_there_are_breakages_enough() -> None:
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS) >= 40


@pytest.mark.prove
def test_every_breakage_is_found_out() -> None:
    with founding() as source, ThreadPoolExecutor(AT_ONCE) as pool:
        caught = list(pool.map(lambda each: failed(source, each), SAMPLE))
    assert [each.name for each, by in zip(SAMPLE, caught, strict=True) if by is None] == []
