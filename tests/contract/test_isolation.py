"""A test reaches this machine and nothing else, and a warning fails it."""

import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError

# RFC 5737 keeps this address for documentation; no host has it.
ELSEWHERE = ("192.0.2.1", 443)


def test_an_address_beyond_loopback_is_refused() -> None:
    with socket.socket() as outward, pytest.raises(SocketConnectBlockedError):
        outward.connect(ELSEWHERE)


def test_loopback_is_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname(), timeout=5) as connected,
    ):
        assert connected.getpeername() == listening.getsockname()


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning, match="old"):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
