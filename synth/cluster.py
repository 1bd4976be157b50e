"""The parts of several boroughs on several machines, by Dask, which sees that each is written.

Needs the extra `safershare[dask]`, here and on every worker, and a folder that all of them share.
A part whose worker dies is given to another, which goes on where the first one was. Nothing here
starts a scheduler or a worker or opens a port: they run where their operator started them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from distributed import Client, as_completed

from synth.boroughs import Part, Run, Written


def over(address: str) -> Run:
    """Who writes parts on the workers of the scheduler at an address, `tcp://host:8786`.

    What it runs raises ValueError where no scheduler answers, besides what `on` raises.
    """

    def run(some: Sequence[Part]) -> Iterator[Written]:
        try:
            client = Client(address)
        except OSError as problem:
            raise ValueError(f"no scheduler answers at {address}") from problem
        with client:
            yield from on(client, some)

    return run


def on(client: Client, some: Sequence[Part]) -> Iterator[Written]:
    """Write parts by a cluster, and give each as it is done, in whatever order.

    Raises:
        ValueError, OSError: as `synth.writing.files.write`, from the worker.
    """
    # Not pure: what a part leaves are files, which an answer kept from before would not write.
    asked = client.map(_written, some, pure=False)
    for future in as_completed(asked):
        yield future.result()


def _written(part: Part) -> Written:
    return part, part.write()
