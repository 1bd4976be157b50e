"""The data dictionary of a dataset: fields with codes and sources, rules in words, an example.

Everything here is derived from the definition and is plain values, for JSON and for pages. What
does not belong here: shapes for single files or other tools (`schemas.catalogue`,
`schemas.frictionless`) and how a page looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from schemas.codes import CODE_LISTS, MISSING_REASONS, CodeList
from schemas.codes.lists import Code as Entry
from schemas.dataset import Column, Dataset, columns
from schemas.envelope import ENVELOPE_RULES
from schemas.examples import example_cells
from schemas.fields import CellMap, Code, Domain, Many
from schemas.person import PERSON_RULES
from schemas.phrases import phrase
from schemas.rules import Rule
from schemas.senders import senders

UNCONFIRMED: Final = "to be confirmed"
"""What a source says of itself where nobody has held it against the publication yet."""
COUNTS_ONLY, LINKED_COUNTS = "counts_only", "linked_counts"
"""What `sharing` is taken as where the sender does not say (by the agency's sector; design)."""
Said = dict[str, Any]


def summary(dataset: type[Dataset]) -> Said:
    """What a dataset is, in a few words."""
    usual = senders(dataset.name)
    return {
        "name": dataset.name,
        "version": dataset.version,
        "versions": [dataset.version],
        "title": dataset.title,
        "grain": dataset.grain,
        "minimum": list(dataset.minimum),
        "counted_person": dataset.counted_person or None,
        "persons": list(dataset.persons),
        "period_field": dataset.period_field or None,
        "senders": {"records": list(usual.records), "counts": list(usual.counts)},
    }


def entry(dataset: type[Dataset]) -> Said:
    """A dataset in the list of them all: its fields in brief and its rules."""
    return summary(dataset) | {
        "fields": [_brief(column, dataset) for column in columns(dataset)],
        "rules": list(_rules(dataset)),
    }


def dictionary(dataset: type[Dataset]) -> Said:
    """All there is to say of a dataset."""
    return summary(dataset) | {
        "fields": [_field(column, dataset) for column in columns(dataset)],
        "rules": list(_rules(dataset)),
        "example": example_cells(dataset),
        "measures": [
            {"name": measure.name, "title": measure.title, "units": list(measure.units)}
            for measure in dataset.measures
        ],
        "breakdowns": [
            {
                "name": breakdown.name,
                "base": breakdown.base,
                "title": breakdown.title,
                "categories": [
                    {"code": category.code, "label": category.label}
                    for category in breakdown.categories
                ],
            }
            for breakdown in dataset.breakdowns
        ],
    }


def _brief(column: Column, dataset: type[Dataset]) -> Said:
    smallest = {name for wanted in dataset.minimum for name in wanted.split("|")}
    fill, codes = column.field.fill, _codes(column.field)
    return {
        "name": column.name,
        "title": column.field.title,
        "source": column.field.source,
        "mandatory": column.field.mandatory,
        "in_minimum": column.name in smallest,
        "absent_is": None if fill is None else column.field.to_text(fill),
        "code_list": codes.name if codes else None,
    }


def _field(column: Column, dataset: type[Dataset]) -> Said:
    """A field whole: what it takes, code by code, and where its definition comes from."""
    field, codes = column.field, _codes(column.field)
    inner = field.of if isinstance(field, Many) else field
    reasons = MISSING_REASONS if takes_reasons(inner) else frozenset()
    return _brief(column, dataset) | {
        "block": column.block or None,
        "expected": field.expected,
        "absent": _absent(column, dataset),
        "confirmed": UNCONFIRMED not in field.source and (codes is None or confirmed(codes)),
        "code_list_url": f"/v1/code-lists/{codes.name}" if codes else None,
        "codes": [_code(each, codes) for each in codes] if codes else [],
        "missing_reasons": sorted(reasons),
        "dimensions": dict(field.lists) if isinstance(field, CellMap) else {},
        "schema": field.json_schema(),
    }


def _absent(column: Column, dataset: type[Dataset]) -> str:
    """What becomes of rows where the file has no such column, in words."""
    for wanted in dataset.minimum:
        others = [name for name in wanted.split("|") if name != column.name]
        if len(others) < len(wanted.split("|")):
            unless = f", unless it has {' or '.join(others)}" if others else ""
            return f"the file is refused{unless}"
    if column.name == dataset.lad_field:
        return "the partnership's own authority"
    if column.block and column.key == "sharing":
        return f"{COUNTS_ONLY} from health, housing and charities, else {LINKED_COUNTS}"
    fill = column.field.fill
    return "no value" if fill is None else column.field.to_text(fill)


def _codes(field: Domain) -> CodeList | None:
    inner = field.of if isinstance(field, Many) else field
    return inner.code_list if isinstance(inner, Code) else None


def takes_reasons(field: Domain) -> bool:
    """Whether a field takes a reason for having no value."""
    schema = field.json_schema()
    enums = [part.get("enum", ()) for part in (schema, *schema.get("anyOf", ()))]
    return any(set(enum) >= MISSING_REASONS for enum in enums)


def confirmed(codes: CodeList) -> bool:
    """Whether a list and all its codes have sources that were held against the publication."""
    sources = (codes.source, *(each.source or "" for each in codes))
    return not any(UNCONFIRMED in source for source in sources)


def _rules(dataset: type[Dataset]) -> Iterator[Said]:
    """The rules of a dataset, of the person block and of the envelope.

    Where a dataset has no person block, the block's rules are listed all the same, so that every
    list is whole, and are said not to apply.
    """
    for rule in dataset.rules:
        yield _rule(rule, dataset, applies=True)
    for rule in () if dataset.persons else PERSON_RULES:
        yield _rule(rule, dataset, applies=False)
    for rule in ENVELOPE_RULES.values():
        yield _rule(rule, dataset, applies=True)


def _rule(rule: Rule, dataset: type[Dataset], *, applies: bool) -> Said:
    return {
        "id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity,
        "field": rule.field,
        "sentence": rule.sentence,
        "expected": phrase(rule, dataset=dataset),
        "applies": applies,
    }


def code_lists() -> Iterator[Said]:
    """Every code list without its codes."""
    for codes in CODE_LISTS.values():
        yield {"name": codes.name, "id": codes.id, "title": codes.title, "source": codes.source}


def code_list(codes: CodeList) -> Said:
    """A code list with its codes."""
    return {
        "name": codes.name,
        "id": codes.id,
        "title": codes.title,
        "source": codes.source,
        "missing_reasons": sorted(MISSING_REASONS),
        "codes": [_code(each, codes) for each in codes],
    }


def _code(each: Entry, codes: CodeList) -> Said:
    return {
        "code": each.code,
        "label": each.label,
        "group": each.group,
        "parent": each.parent,
        "source": each.source or codes.source,
        "valid_from": each.valid_from.isoformat() if each.valid_from else None,
        "valid_to": each.valid_to.isoformat() if each.valid_to else None,
    }
