"""How a field says no to a JSON value."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from schemas.fields.base import Domain
from schemas.findings import Said


def refusal(field: Domain, value: Any) -> str:
    """The code a field refuses a JSON value with; fails where it takes it."""
    with pytest.raises(ValidationError) as error:
        field.deserialize(value)
    (said,) = error.value.messages
    assert isinstance(said, Said)
    return said.code
