from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from sqlalchemy.orm import Session

from auth import metadata
from auth.context import AuthContext
from auth.keys import Keyring
from tests.papers import NOW, TODAY


def no_sessions() -> AbstractContextManager[Session]:
    raise AssertionError("these tests open no session")


def context(**changes: Any) -> AuthContext:
    usual: dict[str, Any] = {
        "issuer": "https://share.example",
        "resource": "https://share.example/v1",
        "environment": "sandbox",
        "sessions": no_sessions,
        "keyring": Keyring(Path("nowhere")),
        "now": lambda: NOW,
        "today": lambda: TODAY,
        "bind": lambda session, partnership, agency: None,
    }
    return AuthContext(**{**usual, **changes})


@pytest.mark.parametrize(
    "issuer",
    [
        "",
        "share.example",
        "ftp://share.example",
        "https://share.example/",
        "https://share.example/auth",
        "https://share.example?x",
        "https://share.example#x",
    ],
)
def test_an_issuer_is_an_origin(issuer: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        context(issuer=issuer)


def test_live_refuses_plain_http() -> None:
    assert context(issuer="http://127.0.0.1:8000").url("/x") == "http://127.0.0.1:8000/x"
    with pytest.raises(ValueError, match="https"):
        context(issuer="http://127.0.0.1:8000", environment="live")


def test_live_refuses_purposes_for_invented_data() -> None:
    testing, figures = "system_testing_and_training", "strategic_needs_assessment"
    assert context().may_use(testing)
    assert not context(environment="live").may_use(testing)
    assert context(environment="live").may_use(figures)
    assert not context().may_use("curiosity")


def test_reading_falls_back_on_writing_sessions() -> None:
    assert context().reads is no_sessions

    def reading() -> AbstractContextManager[Session]:
        raise AssertionError("these tests open no session")

    assert context(read_sessions=reading).reads is reading


def test_the_server_metadata_are_valid_by_rfc_8414() -> None:
    said = metadata.server(context())
    AuthorizationServerMetadata(said).validate()
    assert said["issuer"] == "https://share.example"
    assert said["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert not {"HS256", "RS256", "none"} & set(said["dpop_signing_alg_values_supported"])


def test_the_api_says_where_its_tokens_come_from() -> None:
    said = metadata.resource(context())
    assert said["resource"] == "https://share.example/v1"
    assert said["authorization_servers"] == ["https://share.example"]
    assert said["bearer_methods_supported"] == ["header"]
