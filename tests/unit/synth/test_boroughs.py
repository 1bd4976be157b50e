"""Several boroughs: each of its own, the same bytes whoever writes them, killed workers or not."""

import json
import os
import signal
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import dask
import psutil
import pytest
from distributed import Client, LocalCluster

from schemas.period import Period
from synth import boroughs, cluster
from synth.boroughs import Part, Written
from synth.figures.profiles import USUAL
from synth.partnership import PLAN
from synth.placing import numbered
from tests.counts import PROVE, whole_or_sample

MARCH = (Period.parse("2026-03"),)
WORKERS = 2
MANY = whole_or_sample(20, sample=4)
SIZE = 1.0 if PROVE else 0.1


def _parts(out: Path) -> list[Part]:
    return boroughs.parts(out, boroughs=MANY, months=MARCH, seed=7, profile=USUAL, scale=SIZE)


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process writes."""
    out = tmp_path_factory.mktemp("alone")
    boroughs.write(_parts(out))
    return out


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two worker processes of this machine."""
    with (
        LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as workers,
        Client(workers) as asked,
    ):
        yield asked


def test_no_two_boroughs_are_alike_and_each_is_the_borough_of_its_number(
    alone: Path, tmp_path: Path
) -> None:
    tree = _digests(alone)
    listed = json.loads((alone / "synthetic-boroughs.json").read_bytes())["boroughs"]
    assert [each["path"].partition("/")[0] for each in listed] == [
        numbered(PLAN, number).partnership_id for number in range(MANY)
    ]
    assert all(tree[each["path"]] == each["sha256"] for each in listed)
    incidents = "returns/synthetic-2026-03-met-bromley-incident-record.ndjson"
    assert len({tree[f"{Path(each['path']).parent}/{incidents}"] for each in listed}) == MANY
    third = _parts(tmp_path)[2]
    third.write()
    assert _digests(tmp_path / third.place) == _digests(alone / third.place)


@pytest.mark.prove
def test_a_cluster_that_loses_a_worker_writes_the_same_bytes(
    alone: Path, client: Client, tmp_path: Path
) -> None:
    killed: list[int] = []

    def run(some: Sequence[Part]) -> Iterator[Written]:
        pids: dict[str, int] = client.run(os.getpid)
        for each in cluster.on(client, some):
            if not killed:
                killed.append(pids[_busy(client)])
                os.kill(killed[0], signal.SIGKILL)
            yield each

    boroughs.write(_parts(tmp_path), run=run)
    assert _digests(tmp_path) == _digests(alone)
    assert killed


def _busy(client: Client) -> str:
    """A worker that is at work just now."""
    while True:
        at_work = [worker for worker, keys in client.processing().items() if keys]
        if at_work:
            return str(at_work[0])


def test_nothing_of_it_listens_beyond_this_machine(client: Client) -> None:
    everybody = [os.getpid(), *client.run(os.getpid).values(), *client.run(os.getppid).values()]
    held = [one for pid in everybody for one in psutil.Process(pid).net_connections("inet")]
    assert {one.laddr.ip for one in held if one.status == psutil.CONN_LISTEN} == {"127.0.0.1"}


def test_workers_are_asked_by_the_address_of_their_scheduler(
    alone: Path, client: Client, tmp_path: Path
) -> None:
    boroughs.write(_parts(tmp_path)[:1], run=cluster.over(str(client.scheduler_info()["address"])))
    place = PLAN.partnership_id
    assert _digests(tmp_path / place) == _digests(alone / place)


def test_a_scheduler_that_does_not_answer_is_told_of(tmp_path: Path) -> None:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "200ms"}),
        pytest.raises(ValueError, match="no scheduler answers at tcp"),
    ):
        boroughs.write(_parts(tmp_path)[:1], run=cluster.over("tcp://127.0.0.1:9"))


def test_there_is_no_borough_without_a_number(tmp_path: Path) -> None:
    for many in (0, boroughs.MOST + 1):
        with pytest.raises(ValueError, match="boroughs are from 1 to"):
            boroughs.parts(tmp_path, boroughs=many)
