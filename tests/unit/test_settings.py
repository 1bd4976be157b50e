"""Settings: what each variable takes, what it refuses, and what live must not run with."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from api.settings import Settings, SettingsError

SECRET = "correct-horse"


def read(**variables: str) -> Settings:
    return Settings.from_environment(
        {f"SAFERSHARE_{name.upper()}": value for name, value in variables.items()}
    )


@pytest.fixture
def live(tmp_path: Path) -> dict[str, str]:
    """Variables a live service starts with."""
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "person-secret").touch(mode=0o600)
    return {
        "environment": "live",
        "database_url": f"postgresql://app:{SECRET}@db.example.org/safershare?sslmode=verify-full",
        "public_url": "https://safershare.example.org",
        "key_dir": str(keys),
    }


def test_an_empty_environment_is_a_sandbox_on_sqlite() -> None:
    assert Settings.from_environment({}) == Settings(
        database_url="sqlite:///safershare.db",
        migration_database_url="sqlite:///safershare.db",
        public_url="http://127.0.0.1:8000",
        key_dir=Path(".safershare/keys"),
        environment="sandbox",
        sandbox_now=None,
        dpop_nonce=False,
        body_limit_bytes=67_108_864,
        inflated_limit_bytes=536_870_912,
    )


def test_an_empty_variable_is_an_absent_one() -> None:
    assert read(environment="", database_url="", dpop_nonce="") == read()


def test_every_variable_is_read() -> None:
    settings = read(
        database_url="sqlite:////var/lib/safershare/data.db",
        migration_database_url="postgresql://owner@/safershare",
        public_url="http://127.0.0.1:9000/",
        key_dir="/etc/safershare/keys",
        environment="sandbox",
        sandbox_now="2026-04-20T09:00:00+01:00",
        dpop_nonce="true",
        body_limit="1000",
        inflated_limit="2000",
        limit_token="10/second",
        limit_questions="600/hour",
        limit_requests="5000/day",
        limit_store="rediss://:word@counts.example.org:6379/0",
        trusted_proxies="2",
    )
    assert settings == Settings(
        database_url="sqlite:////var/lib/safershare/data.db",
        migration_database_url="postgresql+psycopg://owner@/safershare",
        public_url="http://127.0.0.1:9000",
        key_dir=Path("/etc/safershare/keys"),
        environment="sandbox",
        sandbox_now=datetime(2026, 4, 20, 9, tzinfo=timezone(timedelta(hours=1))),
        dpop_nonce=True,
        body_limit_bytes=1000,
        inflated_limit_bytes=2000,
        limit_token="10/second",
        limit_questions="600/hour",
        limit_requests="5000/day",
        limit_store="rediss://:word@counts.example.org:6379/0",
        trusted_proxies=2,
    )
    assert settings.resource == "http://127.0.0.1:9000/v1"


def test_the_owner_migrates_the_same_database_unless_told() -> None:
    assert read(database_url="sqlite:///a.db").migration_database_url == "sqlite:///a.db"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("environment", "production"),
        ("environment", "Live"),
        ("database_url", "here.db"),
        ("database_url", "mysql://host/name"),
        ("database_url", "postgresql+asyncpg://host/name"),
        ("database_url", "sqlite+aiosqlite:///a.db"),
        ("database_url", "sqlite://"),
        ("database_url", "sqlite:///:memory:"),
        ("database_url", "sqlite:///file:a?mode=memory&uri=true"),
        ("migration_database_url", "oracle://host/name"),
        ("public_url", "safershare.example.org"),
        ("public_url", "ftp://safershare.example.org"),
        ("public_url", "https://"),
        ("public_url", "https://user@safershare.example.org"),
        ("public_url", "https://safershare.example.org/api"),
        ("public_url", "https://safershare.example.org?a=b"),
        ("public_url", "https://safershare.example.org#part"),
        ("public_url", "https://safershare.example.org:port"),
        ("public_url", "https://safershare.example.org:"),
        ("public_url", "https://[::1"),
        ("sandbox_now", "yesterday"),
        ("sandbox_now", "2026-04-20T09:00:00"),
        ("limit_token", "10"),
        ("limit_token", "0/second"),
        ("limit_questions", "600/minutes"),
        ("limit_questions", "600 per minute"),
        ("limit_requests", "5/day; 1/second"),
        ("limit_store", "localhost:6379"),
        ("limit_store", "memory://"),
        ("limit_store", "redis:///0"),
        ("trusted_proxies", "-1"),
        ("trusted_proxies", "10.0.0.0/8"),
        ("dpop_nonce", "yes"),
        ("dpop_nonce", "1"),
        ("body_limit", "0"),
        ("body_limit", "64MB"),
        ("inflated_limit", "-5"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name_and_never_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(**{name: value})
    assert refused.value.variable == f"SAFERSHARE_{name.upper()}"
    assert str(refused.value) == f"{refused.value.variable}: {refused.value.mend}"
    assert value not in refused.value.mend.split()
    assert refused.value.__cause__ is None


def test_live_starts_when_everything_is_as_it_must_be(live: dict[str, str]) -> None:
    settings = read(**live)
    assert settings.environment == "live"
    assert settings.database_url.startswith("postgresql+psycopg://app:correct-horse@")


@pytest.mark.parametrize("name", ["database_url", "public_url", "key_dir"])
def test_live_has_no_defaults(live: dict[str, str], name: str) -> None:
    assert refused_in(live, without=name) == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "sqlite:///safershare.db"),
        ("database_url", "postgresql://app@db.example.org/safershare"),
        ("database_url", "postgresql://app@db.example.org/safershare?sslmode=prefer"),
        ("database_url", "postgresql://app@127.0.0.1/safershare"),
        ("database_url", "postgresql://app@/safershare?host=/run/pg&hostaddr=192.0.2.1"),
        ("database_url", "postgresql://app@/safershare?service=main"),
        ("database_url", "postgresql://app@/safershare?host=/run/pg,db.example.org"),
        ("database_url", "postgresql://app@/safershare?host=/run/pg&host=db.example.org"),
        ("migration_database_url", "sqlite:///safershare.db"),
        ("migration_database_url", "postgresql://owner@db.example.org/safershare"),
        ("public_url", "http://safershare.example.org"),
        ("key_dir", "/nowhere/keys"),
        ("sandbox_now", "2026-04-20T09:00:00Z"),
    ],
)
def test_live_refuses(live: dict[str, str], name: str, value: str) -> None:
    assert refused_in(live | {name: value}) == name


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://app@db.example.org/safershare?sslmode=require",
        "postgresql://app@db.example.org/safershare?sslmode=verify-ca",
        "postgresql+psycopg://app@db.example.org/safershare?sslmode=verify-full",
        "postgresql://app@/safershare",
        "postgresql://app@/safershare?host=/run/postgresql",
    ],
)
def test_live_reaches_its_database_encrypted_or_by_a_socket(
    live: dict[str, str], address: str
) -> None:
    assert read(**live | {"database_url": address}).environment == "live"


@pytest.mark.parametrize(
    ("variables", "refused"),
    [
        ({"PGHOST": "db.example.org"}, "database_url"),
        ({"PGHOSTADDR": "192.0.2.1"}, "database_url"),
        ({"PGSERVICE": "main"}, "database_url"),
        ({"PGHOST": "/run/postgresql"}, None),
        ({"PGHOST": "db.example.org", "PGSSLMODE": "verify-full"}, None),
    ],
)
def test_live_minds_what_libpq_reads_from_the_environment(
    live: dict[str, str], variables: dict[str, str], refused: str | None
) -> None:
    address = {"database_url": "postgresql://app@/safershare"}
    assert refused_in(live | address, also=variables) == refused


@pytest.mark.parametrize(("folder", "file"), [(0o750, 0o600), (0o701, 0o600), (0o700, 0o640)])
def test_live_refuses_keys_that_others_can_read(
    live: dict[str, str], folder: int, file: int
) -> None:
    keys = Path(live["key_dir"])
    (keys / "person-secret").chmod(file)
    keys.chmod(folder)
    assert refused_in(live) == "key_dir"


def refused_in(
    variables: dict[str, str], *, without: str = "", also: dict[str, str] | None = None
) -> str | None:
    environ = {f"SAFERSHARE_{key.upper()}": value for key, value in variables.items()}
    environ.pop(f"SAFERSHARE_{without.upper()}", None)
    try:
        Settings.from_environment(environ | (also or {}))
    except SettingsError as wrong:
        return wrong.variable.removeprefix("SAFERSHARE_").lower()
    return None


def test_no_password_is_in_the_text_of_settings_or_of_a_refusal(live: dict[str, str]) -> None:
    assert SECRET not in repr(read(**live, limit_store=f"redis://:{SECRET}@counts.example.org"))
    wrong = live | {"database_url": f"postgresql://app:{SECRET}@db.example.org/safershare"}
    with pytest.raises(SettingsError) as refused:
        read(**wrong)
    assert SECRET not in str(refused.value)


def test_a_fixed_business_moment_keeps_its_offset() -> None:
    assert read(sandbox_now="2026-04-20T09:00:00Z").sandbox_now == datetime(
        2026, 4, 20, 9, tzinfo=UTC
    )
