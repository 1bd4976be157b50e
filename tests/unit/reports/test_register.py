"""The register says the same as data, as Markdown and as a page, whatever agencies are called."""

from api.reports.register import Entry, Read, Register
from schemas.period import Period

READS = (
    Read("incident", "Incidents reported to the police", "aggregate", "10-49"),
    Read("health_contact", "Contacts with health services", "case", "1-4"),
)
LEAD = Entry(
    "lead", "Lead", "DSA-2026-0001", "strategic_needs_assessment", "Strategic needs", READS
)
OFFICE = Entry("lead", "Lead", None, None, None, READS[:1])
SLY = Entry("sly", "<b>Sly</b> | `x` # [a](b)", "DSA", "p", "P", READS[:1])


def register(*entries: Entry, whole: bool = True) -> Register:
    return Register("Bromley", Period.parse_month("2026-04"), whole, entries)


def test_the_document_holds_every_use() -> None:
    found = register(LEAD, OFFICE).document()
    assert (found["month"], found["whole"]) == ("2026-04", True)
    assert [len(each["reads"]) for each in found["entries"]] == [2, 1]
    assert found["entries"][1]["purpose"] is None


def test_the_prose_says_who_what_for_and_how_often() -> None:
    text = register(LEAD, OFFICE).markdown()
    assert (
        "For Strategic needs (strategic_needs_assessment), under agreement DSA-2026-0001." in text
    )
    assert "| Incidents reported to the police (incident) | figures | 10-49 times |" in text
    assert "events of a listed case | 1-4 times" in text
    assert "under no agreement of its own" in text
    assert "not over" not in text
    assert "The month is not over." in register(LEAD, whole=False).markdown()


def test_no_name_becomes_markup() -> None:
    page, text = register(SLY).html(), register(SLY).markdown()
    assert "<b>" not in page
    assert "&lt;b&gt;Sly" in page
    assert r"\<b\>Sly\</b\> \| \`x\` \# \[a\](b)" in text


def test_a_page_stands_by_itself() -> None:
    page = register(LEAD).html()
    assert page.startswith('<!doctype html><html lang="en-GB">')
    assert '<meta name="viewport" content="width=device-width' in page
    assert page.count('scope="col"') == 3
    for foreign in ("<script", "http://", "https://", "src="):
        assert foreign not in page


def test_a_month_without_uses_says_so() -> None:
    assert "No use was made of any data." in register().markdown()
    assert "No use was made of any data." in register().html()
