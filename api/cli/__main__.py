"""`python -m api.cli`: the command where no script is installed."""

from api.cli.main import main

main(prog_name="safershare")
