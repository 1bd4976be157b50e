"""All breakages."""

from tests.mutations import authentication, granting, possession

MUTATIONS = (*authentication.MUTATIONS, *possession.MUTATIONS, *granting.MUTATIONS)
