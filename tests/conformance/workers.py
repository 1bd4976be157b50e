"""Connections that are each known to end at one worker, found out from the system's own tables.

What belongs here: which process holds the other end of a connection, and one client for each. What
does not: what is sent.
"""

from dataclasses import dataclass
from pathlib import Path

import httpx

ATTEMPTS = 400
INODE = 9  # the field of /proc/net/tcp that names a socket (proc(5))


@dataclass
class Worker:
    """One worker of a server, and a client whose requests it answers."""

    pid: int
    port: int
    http: httpx.Client

    def answered(self, answer: httpx.Response) -> bool:
        """Whether the answer came by this worker's connection."""
        return _own_port(answer) == self.port


def found(url: str, *, pids: list[int]) -> list[Worker]:
    """A client for each of the processes; a connection stays where it was accepted."""
    by_pid: dict[int, Worker] = {}
    for _ in range(ATTEMPTS):
        http = httpx.Client(base_url=url, timeout=30, trust_env=False, verify=False, limits=_ONE)
        port = _own_port(http.get("/healthz"))
        pid = _holder(port, server=int(url.rpartition(":")[2]), pids=pids)
        if pid is None or pid in by_pid:
            http.close()
            continue
        by_pid[pid] = Worker(pid, port, http)
        if len(by_pid) == 2:
            return list(by_pid.values())
    raise AssertionError("one worker answers everything")


_ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=None)


def _own_port(answer: httpx.Response) -> int:
    """Our end of the connection; -1 once it is closed."""
    stream = answer.extensions["network_stream"]
    try:
        return int(stream.get_extra_info("client_addr")[1])
    except OSError:
        return -1


def _holder(port: int, *, server: int, pids: list[int]) -> int | None:
    """The process whose socket is connected to a port of ours."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port, server=server)}
    return next((pid for pid in pids if sockets & _opened(pid)), None)


def _inodes(port: int, *, server: int) -> list[str]:
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ends = (f":{server:04X}", f":{port:04X}")
    return [
        line[INODE] for line in lines if line[1].endswith(ends[0]) and line[2].endswith(ends[1])
    ]


def _opened(pid: int) -> set[str]:
    opened = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            opened.add(str(descriptor.readlink()))
        except FileNotFoundError:
            continue
    return opened
