"""The identifier screen: what it finds in prose and in ids, and what it leaves alone."""

import random
import time
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.identifying import screen as screening
from api.intake.identifying.screen import KINDS, screen, screen_identifier
from schemas.reference import has_nhs_check_digit, synthetic_reference
from tests.counts import whole_or_sample

PLANTED = {
    "email": """jane.doe@example.org
write to jane@ex-ample.co.uk.
jane [at] example.com
jane (at) example.com
Jane@Example.Org""",
    "phone": """07700 900123
+44 7700 900123
call 020 7946 0000 now
(0161) 496 0000
07700900123
0044 7700 900 123
+44 (0)20 7946 0000
01632 96012
tel:01632960123
44 7700 900123
07700-900-123
07700.900.123
07 70 09 00 12 34
+33 1 23 45 67 89
on 020 7946 0000 12 people rang""",
    "postcode": """BR1 3UH
lives at br1 3uh
BR13UH
SW1A 1AA
W1A-0AX
GIR 0AA""",
    "nhs_number": """943 476 5919
943-476-5919
9434765919
NHS9434765919
NHS no: 9434765919.
94 34 76 59 19
94347 65919
on 12 2026 943 476 5919
123 456 7881
3200000104
0101012306""",
    "ni_number": """AB123456C
AB 12 34 56 C
ab123456c
AB-12-34-56-C""",
    "vehicle_mark": """AB12 CDE
a grey AB12CDE
A123 BCD
ABC 123D
seen in ab12cde
a123bcd
YAZ 1234""",
    "full_date_of_birth": """born 3 February 1990
born on 3rd of Feb 90
dob 1990-02-03
03/02/1990
3.2.1990
03-02-90
03 02 1990
D.O.B. 3rd Feb 90
date of birth: 03021990
Feb 3rd, 1990 (dob)
01/04/2026-31/03/2027
02/13/1990""",
    "name": """Mr Smith
mrs. patel
Ms J. Okafor
Dr Évora
PC Jones attended
MR SMITH
Miss O'Neill
DC Khan said
Cllr Brown
Inspector I. Singh""",
    "address": """12 High Street
12 high street
Flat 3
apt 12b
221B Baker Street
12-14 The Avenue
No.12 High Street
12, King's Road
4 Elm Close
4 St Mary's Rd
12 Bromley Court""",
    "person_ref": f"""{"ab" * 32}
ref {synthetic_reference(b"1")}.""",
}
EVERY_PLANTED = [(kind, text) for kind, texts in PLANTED.items() for text in texts.splitlines()]

CLEAN = """The service supported 258 people from April to June 2026, up from 240 (7.5%) before.
Calls to the helpline (0808 2000 247) rose to 1,234; 116 123 and 0300 123 4567 are quoted too.
In 2025-26 Q4 we held 12 sessions in Crystal Palace & Anerley; 37 + 5 bed spaces were open.
Under s115 and s17 of the Act, section 2(1), Schedule 1 paragraph 18 and SI 2021/991 reg. 2.
KPI 2025 was met: IND-04 and IND-06. CIN 3A factors rose. FY25 YTD counts. Q4 THE COUNCIL.
CL11 AND CL12 ARE NEW; W12 THE LATEST.
5 of the 12 family court cases and 3 Crown Court hearings were supported, 12 children in court.
Orpington High Street saw 2026 Orpington High Street events; 12 of the street teams met.
Ward E05013987 12 incidents, E05014008 20 incidents; borough E09000006.
Staff meet on MS Teams. We miss Monday clinics. The DS will check. Mr and Mrs are titles.
Data are provisional as at 31 March 2026; from 1 April 2026 a new rule applies (2026-04-01).
Counts were 0 1 2 3 4 5 6 7 8 9 10; ratio 0.1234567890; cost 12,500.00; version 1.2.3; 3.14.26.1
Half of 24/15/16 and 40/50/60; the newborn clinic saw 12 3 1990 cases.
Children born here are counted with their mothers.
Record 6f1c2b1e-6d1b-4f0e-9a58-0b6b2f1f7f11 was sent again, 1234567890 and 2026000123 too.
BG123456A and 943 476 5918 are nobody's numbers; 2 1 4 3 6 5 8 7 9 0 neither; 40 1 0232 1 37.
QV1 3UH and BR1 3CC are no places; @ home; me@home; 10 @ 5.00 each.""".splitlines()

HIDDEN_FORMS = [
    ("phone", "\uff10\uff17\uff17\uff10\uff10\uff19\uff10\uff10\uff11\uff12\uff13"),
    ("phone", "077\u200b00 900\u2060123"),
    ("phone", "07700\u00a0900\u2009123"),
    ("phone", "07700\u2011900\u2013123"),
    ("phone", "٠٧٧٠٠٩٠٠١٢٣"),
    ("phone", "07700\n900\t123"),
    ("email", "jane\uff20example.org"),
    ("email", "jane\u00ad@exam\u200dple.org"),
    ("postcode", "BR1\u202f3UH"),
    ("postcode", "\uff22\uff32\uff11 \uff13\uff35\uff28"),
    ("nhs_number", "943\u2212476\u22125919"),
    ("nhs_number", "9\u03334\u033334765919"),
    ("full_date_of_birth", "03\u204402\u20441990"),
    ("name", "Mr\u00a0O\u2019Neill"),
    ("address", "12\u3000High\u2028Street"),
]


@pytest.mark.parametrize(("kind", "text"), EVERY_PLANTED)
def test_prose_with_an_identifier_is_found_out(kind: str, text: str) -> None:
    assert kind in screen(text)
    assert kind in screen(f"Nothing to add; {text}")
    assert set(screen(text)) <= set(KINDS)


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_prose_passes(text: str) -> None:
    assert screen(text) == ()


@pytest.mark.parametrize(("kind", "text"), HIDDEN_FORMS)
def test_unusual_characters_do_not_carry_an_identifier_past(kind: str, text: str) -> None:
    assert kind in screen(text)


def test_every_kind_is_found_in_one_text_and_named_in_a_fixed_order() -> None:
    everything = " ; ".join(texts.splitlines()[0] for texts in PLANTED.values())
    assert screen(everything) == tuple(KINDS) == tuple(PLANTED)
    assert all(KINDS.values())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "jane@example.org"),
        ("phone", "07700900123"),
        ("phone", "+447700900123"),
        ("phone", "REF-020-7946-0000"),
        ("phone", "01632/07700 900123"),
        ("phone", "\uff10\uff17\uff17\uff10\uff10\uff19\uff10\uff10\uff11\uff12\uff13"),
        ("postcode", "BR1 3UH"),
        ("nhs_number", "9434765919"),
        ("nhs_number", "943-476-5919"),
        ("nhs_number", "PAT-9434765919"),
        ("nhs_number", "NHS9434765919"),
        ("ni_number", "AB123456C"),
        ("ni_number", "ab 12 34 56 c"),
        ("person_ref", "0f" * 32),
        ("person_ref", synthetic_reference(b"2")),
    ],
)
def test_an_id_that_is_an_identifier_is_found_out(kind: str, text: str) -> None:
    assert screen_identifier(text) == (kind,)


def _ordinary_ids(count: int) -> Iterator[str]:
    chance = random.Random(20260301)
    for number in range(count):
        token = uuid.UUID(int=chance.getrandbits(128), version=4)
        month = chance.randrange(1, 13)
        yield from (str(token), token.hex, token.hex.upper(), f"urn:uuid:{token}")
        yield from (f"INC-2026-{number:06d}", f"KP-{number:04d}", f"{number:08d}", f"{number:010d}")
        yield from (f"2026{number:06d}", f"CRN{number:010d}", f"2026/{month:02d}/{number:05d}")
        yield from (
            f"{month:02d}-2026-{number:05d}",
            f"MET:{number}/26",
            f"BR{number}",
            f"E{number}",
        )


def test_ordinary_ids_pass() -> None:
    ids = list(_ordinary_ids(whole_or_sample(20_000, sample=1_000)))
    assert [text for text in ids if screen_identifier(text)] == []


@pytest.mark.parametrize(
    "text", ["MR-SMITH", "AB12CDE", "BR13UH", "03/02/1990", "12-High-Street", ""]
)
def test_an_id_is_not_read_as_prose(text: str) -> None:
    assert screen_identifier(text) == ()


@given(st.integers(400_000_000, 499_999_999))
def test_every_issued_nhs_number_is_found_however_it_is_grouped(stem: int) -> None:
    whole = next((t for d in range(10) if has_nhs_check_digit(t := f"{stem}{d}")), None)
    if whole is None:
        return
    grouped = [
        whole,
        f"{whole[:3]} {whole[3:6]} {whole[6:]}",
        f"{whole[:3]}-{whole[3:6]}-{whole[6:]}",
    ]
    assert all("nhs_number" in screen(f"No. {text},") for text in grouped)
    assert all("nhs_number" in screen_identifier(text) for text in grouped)


@given(st.integers(10**8, 10**9 - 1), st.sampled_from(["0", "+44 ", "0044", "+44 (0)"]))
def test_every_mobile_number_is_found(rest: int, trunk: str) -> None:
    number = f"{trunk}7{rest}"
    assert "phone" in screen(f"Ring {number}.")


@given(st.text(max_size=200))
def test_no_text_breaks_the_screen_and_the_kinds_are_known(text: str) -> None:
    assert set(screen(text)) <= set(KINDS)
    assert set(screen_identifier(text)) <= set(KINDS) - {"name", "address", "vehicle_mark"}


@given(st.text(alphabet="07+ ().-/@aB1:'", max_size=80))
def test_hidden_characters_change_no_answer(text: str) -> None:
    assert screen("\u200b".join(text)) == screen(text)


NASTY = (
    *("a", "0", "7", "-", "(", "@", " ", "1 ", "1.", "1/1/", "0 1 ", "0000", "07700 90012 ", "+1 "),
    *(
        "a@",
        "@a.",
        "a.a",
        "A ",
        "Mr ",
        "Mr A. ",
        "12 High ",
        "12 Ab'",
        "born ",
        "flat ",
        "W1 ",
        "aa00 ",
    ),
    *("\u00e9", "\u200b", "born 1 of ", "AB12", "ab" * 30 + " "),
)
SECONDS = 10  # of processor; linear time takes below one, quadratic time hours at full size


@pytest.mark.prove
@pytest.mark.parametrize("unit", NASTY)
def test_time_grows_with_the_length_of_the_text_and_no_faster(unit: str) -> None:
    length = whole_or_sample(1_000_000, sample=60_000)
    text = (unit * (length // len(unit) + 1))[:length]
    begun = time.process_time()
    screen(text)
    screen_identifier(text)
    assert time.process_time() - begun < SECONDS


def test_a_text_of_a_million_characters_is_screened() -> None:
    assert screen("no one is named here, and nothing is " * 27_100 + "07700 900123") == ("phone",)


_IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}\Z", fullmatch=True)
_NEAR = st.lists(
    st.sampled_from(
        ["0", "00", "44", "07", "7700900123", "020", "7946", "0018", "943", "476", "5919", "-", ".",
         "/", "AB", "123456", "C", "nhs", "NHS", "ref", "a" * 30, "syn_", "1", "9434765919"]
    ),
    min_size=1, max_size=6,
).map("".join)  # fmt: skip


@given(st.one_of(_IDS, _NEAR))
def test_no_id_is_cleared_that_would_be_refused(text: str) -> None:
    held = tuple(kind for kind, found in screening._IN_IDENTIFIER if found(text))
    assert screening.screen_identifier(text) == held
