"""The command `safershare demo`: its steps in order, and what it says at the end."""

from __future__ import annotations

import json
import shlex
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

if TYPE_CHECKING:
    from api.cli.client.credentials import Credentials
    from api.cli.demo.folder import Folder
    from api.cli.demo.journal import Journal
    from api.cli.partners import Partners
    from api.settings import Settings
    from synth.returns import InventedReturn

SEED: Final = 42
SPOILT: Final = "met-bromley-incident-2026-03-with-mistakes.ndjson"
MONTHS: Final = ("2026-01", "2026-02", "2026-03")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the totals as JSON in the last line.")
def demo(*, as_json: bool) -> None:
    """Do the whole job from nothing, over HTTP: agencies send, the lead seals, the board reads.

    Makes a database with an invented partnership in ./.safershare/demo (anew each time), starts
    the service on a free port of this machine, acts as the agencies' own systems, and stops the
    service again. Takes less than a minute.
    """
    # Imported here: the demo needs nearly everything, and `--help` needs none of it.
    from api.cli.demo import folder as places
    from api.cli.demo.journal import Journal

    journal, folder = Journal(), places.below(Path.cwd())
    with _ended_by_signals():
        _run(journal, folder)
    _farewell(folder)
    if as_json:
        click.echo(json.dumps(journal.document()))


def _run(journal: Journal, folder: Folder) -> None:
    from api.cli import borough
    from api.cli.demo import server
    from api.cli.demo.folder import NOW
    from api.cli.folder import SERVED_AT
    from api.cli.partners import Partners

    port = server.free_port()
    url = f"http://{server.HOST}:{port}"
    variables = folder.settings(public_url=url, now=NOW)
    with journal.step("database", "An empty database"):
        using = _migrated(journal, folder, variables)
    with journal.step("partnership", "An invented partnership"):
        drawn, held = _raised(journal, using, url=url)
    with ExitStack() as running:
        with journal.step("server", f"The service, at {url}"):
            running.enter_context(server.running(port=port, variables=variables, log=folder.log))
            journal.say(f"{server.WORKERS} workers; its log is {folder.log}")
        _act(journal, running.enter_context(Partners(held)), drawn, folder=folder)
    moved = {name: each.at(SERVED_AT) for name, each in held.items()}
    borough.write_credentials(moved, folder=folder.credentials)
    folder.write_settings(folder.settings(now=NOW))


def _migrated(journal: Journal, folder: Folder, variables: Mapping[str, str]) -> Settings:
    from api.settings import Settings
    from migrations.run import CURRENT, upgrade

    folder.renew()
    using = Settings.from_environment(variables)
    upgrade(using.migration_database_url, environment=using.environment)
    journal.say(f"{using.database_url.removeprefix('sqlite:///')} at {CURRENT}")
    return using


def _raised(
    journal: Journal, using: Settings, *, url: str
) -> tuple[Sequence[InventedReturn], dict[str, Credentials]]:
    from api.cli import borough
    from api.cli.installation import today
    from schemas.period import Period
    from synth.partnership import PLAN
    from synth.returns import returns

    months = [Period.parse_month(month) for month in MONTHS]
    drawn = list(returns(PLAN, months, seed=SEED, today=today(using)))
    raised = borough.prepare(PLAN, months=months)
    borough.found(using, raised.founding)
    for agency in PLAN.agencies:
        journal.say(f"{agency.agency_id}: {agency.name}")
    for terms in PLAN.agreements:
        journal.say(f"{terms['agreement']}, signed by {len(terms['parties'])}: {terms['title']}")
    return drawn, borough.credentials(PLAN, raised, url=url)


def _act(
    journal: Journal, partners: Partners, drawn: Sequence[InventedReturn], *, folder: Folder
) -> None:
    """What the agencies' systems and the domestic abuse lead do, over HTTP alone."""
    from api.cli.demo import board, reading, refusing, sending
    from synth.partnership import LEAD

    files = folder.files
    with journal.step("tokens", "Each agency's system gets a token"):
        sending.get_tokens(journal, partners)
    with journal.step("returns", "They send their months, each in its own format"):
        sending.send(journal, partners, sending.deliveries(drawn), files=files)
    with journal.step("mistakes", "A file with mistakes is refused, corrected and accepted"):
        corrected = sending.send_with_mistakes(journal, partners, drawn, seed=SEED, files=files)
    with journal.step("retry", "The same file once more changes nothing"):
        sending.send_again(journal, partners, corrected)
    with journal.step("refusals", "What must not be possible"):
        refusing.try_all(journal, partners)
    with journal.step("records", "The charity's advisers read who was referred to them"):
        reading.referrals(journal, partners.casework("bcwa"))
    lead = partners.agency(LEAD)
    with journal.step("seal", "The domestic abuse lead seals the quarter"):
        board.seal(journal, lead)
    with journal.step("statements", "What agencies answer a scrutiny board is released for print"):
        board.let_print(journal, partners)
    with journal.step("aggregates", "Figures by ward and age band"):
        board.ask(journal, lead)
    with journal.step("report", "The board report"):
        board.report(journal, lead, folder=folder.reports)


def _farewell(folder: Folder) -> None:
    """How to go on."""
    credentials = shlex.quote(str(folder.credentials / "met-bromley.json"))
    hospital = shlex.quote(str(folder.credentials / "kings-pruh.json"))
    settings = shlex.quote(str(folder.settings_file))
    spoilt, under = shlex.quote(str(folder.files / SPOILT)), "--dataset incident --period 2026-03"
    click.secho("\nThe service is stopped. To go on:", bold=True)
    for line in (
        "  make serve",
        f"    or: set -a; . {settings}; safershare serve",
        f"  credentials, one file for each agency: {folder.credentials}",
        "  a first call, in another terminal:",
        f"    safershare call --credentials {credentials} GET /v1/returns",
        "  who used the hospital's data, for what purpose and under which agreement:",
        f"    safershare call --credentials {hospital} GET /v1/disclosures",
        f"  the reports as pages, to open in a browser: {folder.reports}",
        f"  what the agencies sent, to send by hand: {folder.files}",
        f"    safershare submit --credentials {credentials} {under} {spoilt}",
    ):
        click.echo(line)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does, so that the server is stopped in either case."""

    def leave(number: int, _: Any) -> NoReturn:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
