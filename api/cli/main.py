"""The command `safershare`: assembles the commands, which live one module per group.

Each command imports what it needs when it runs, so that `safershare --help` answers at once.
"""

from __future__ import annotations

import click

from api.cli.agencies import agency
from api.cli.agreements import agreement
from api.cli.audit import audit
from api.cli.beginning import init
from api.cli.calls import call, token
from api.cli.checks import check
from api.cli.clients import client
from api.cli.contracts import contract
from api.cli.databases import db
from api.cli.demo.command import demo
from api.cli.expectations import expectation, period
from api.cli.failures import Told
from api.cli.keys import keygen, keys
from api.cli.participation import participation
from api.cli.partnerships import partnership
from api.cli.people import person
from api.cli.references import ref
from api.cli.registers import register
from api.cli.releases import release
from api.cli.reminders import reminders
from api.cli.reports import report
from api.cli.returns import submit
from api.cli.sandbox.command import sandbox
from api.cli.seeding.command import seed
from api.cli.serving import serve
from api.cli.statements import statements
from api.cli.synthesis import synth
from api.cli.term_maps import term_map


@click.group(cls=Told, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="safershare", prog_name="safershare")
def main() -> None:
    """Share data on domestic abuse between the agencies of a partnership, under agreements.

    Start with `safershare demo`. Exit codes: 0 done, 1 refused or not answered, 2 wrong use.
    """


for command in (
    *(demo, serve, db, seed, synth, sandbox),
    *(keygen, ref, check, term_map, token, call, submit, reminders),
    *(report, participation, register, statements),
    *(init, partnership, agency, client, agreement, expectation, period, release),
    *(person, keys, audit, contract),
):
    main.add_command(command)
