"""A command that does not outlive whoever started it."""

import signal
import subprocess
import sys

import pytest

WAITING = "import time; from api.cli.demo.kept import follow; follow(); {ready}; time.sleep(60)"


@pytest.mark.parametrize("ready", ["print('ready', flush=True)", "pass"], ids=["later", "at once"])
def test_it_ends_at_the_end_of_its_standard_input(ready: str) -> None:
    words = [sys.executable, "-c", WAITING.format(ready=ready)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        if ready != "pass":
            assert process.stdout.readline() == b"ready\n"
            assert process.poll() is None
        process.stdin.close()
        assert process.wait(20) == -signal.SIGTERM
