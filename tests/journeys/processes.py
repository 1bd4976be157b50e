"""Which processes a server has started, read from the system."""

from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes that a process has started; threads end while they are being listed."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in _of(task)]


def _of(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
