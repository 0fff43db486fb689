"""The files for deployment agree with the program, the documents, and each other."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url

from bot import __version__
from bot.cli import USAGE_ERROR
from bot.settings import Settings
from tests.bot.test_docs import REPOSITORY
from tests.bot.test_operations import NAME, samples, section

DEPLOY = REPOSITORY / "docs/deploy"

COMPOSE: dict[str, Any] = yaml.safe_load((REPOSITORY / "compose.yaml").read_text("utf-8"))

SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def text_of(name: str) -> str:
    """Return a file for deployment."""
    return (DEPLOY / name).read_text("utf-8")


def dockerfile() -> str:
    """Return the Dockerfile, each instruction on one line."""
    return (REPOSITORY / "Dockerfile").read_text("utf-8").replace("\\\n", "")


def mounts(service: str) -> dict[str, str]:
    """Return what is mounted into a service: sources by the place where they are."""
    volumes = (volume.removesuffix(":ro") for volume in SERVICES[service].get("volumes", ()))
    pairs = (volume.rpartition(":") for volume in volumes)
    return {place: source for source, _, place in pairs}


def variables(service: str, **environment: str) -> dict[str, str]:
    """Return the variables that compose.yaml gives to a service, with what `.env` has."""
    given = SERVICES[service].get("environment", {}).items()
    return {name: interpolated(value, environment) for name, value in given}


def interpolated(value: str, environment: dict[str, str]) -> str:
    """Return a value with its variables replaced: `${NAME}`, `${NAME:-else}`, `${NAME:+then}`."""

    def replaced(found: re.Match[str]) -> str:
        name, sign, word = found.groups()
        is_set = environment.get(name, "")
        return (word if is_set else "") if sign == ":+" else is_set or word or ""

    before = None
    while before != value:  # The innermost first.
        before, value = value, re.sub(r"\$\{(\w+)(?:(:[-+])([^${}]*))?\}", replaced, value)
    return value


def test_the_bot_alone_runs_by_default() -> None:
    """Without a profile there is the bot; each profile adds what its name says."""
    profiles = {name: service.get("profiles") for name, service in SERVICES.items()}

    assert {
        "bot": None,
        "postgres": ["replicas"],
        "nginx": ["webhook", "replicas"],
        "prometheus": ["monitoring"],
        "grafana": ["monitoring"],
    } == profiles


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_closed(name: str) -> None:
    """No service may write to its root file system, have a capability, or gain privileges."""
    service = SERVICES[name]

    assert service["read_only"] is True
    assert ["ALL"] == service["cap_drop"]
    assert ["no-new-privileges:true"] == service["security_opt"]
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - in the container
    assert not {"privileged", "cap_add", "network_mode"} & service.keys()
    assert service.get("user") in {None, "postgres"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_health_check(name: str) -> None:
    """Docker asks each service how it is; of the bot, Compose asks whether it is ready."""
    check = SERVICES[name]["healthcheck"]["test"]

    assert "CMD" == check[0]
    if "build" in SERVICES[name]:
        assert re.search(r"^HEALTHCHECK .*/healthz", dockerfile(), re.MULTILINE)
        assert f":{variables(name)['BOT_MONITOR_PORT']}/readyz" in check[-1]


def test_versions_of_images_are_fixed() -> None:
    """Each image of others has a version, and none is the latest."""
    names = [service["image"] for service in SERVICES.values() if "build" not in service]
    bases = re.findall(r"^FROM (\S+)", dockerfile(), re.MULTILINE)

    assert [] == [name for name in names if not re.search(r":v?\d+\.\d+", name)]
    assert {"python:3.13-slim-bookworm"} == {*bases}


def test_what_is_mounted_is_there() -> None:
    """Files of the repository that are mounted exist, read-only; volumes are declared."""
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            if source.startswith("./"):
                assert (REPOSITORY / source).is_file()
                assert volume.endswith(":ro")
            elif not source.startswith("$"):
                assert source in COMPOSE["volumes"]


def test_the_bot_writes_to_its_volume() -> None:
    """The data folder of the image and of compose.yaml is the one place that is kept."""
    image = dict(re.findall(r"(BOT_\w+|MPLCONFIGDIR|NUMBA_CACHE_DIR)=(\S+)", dockerfile()))

    assert {"/data": "data"} == mounts("bot")
    assert variables("bot")["BOT_DATA_DIR"] == image["BOT_DATA_DIR"] == "/data"
    assert image["MPLCONFIGDIR"].startswith("/data/")
    assert image["NUMBA_CACHE_DIR"].startswith("/data/")


def test_settings_are_those_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable of the bot is a setting, and its value is accepted."""
    names = {f"BOT_{field.upper()}" for field in Settings.model_fields}
    for name, value in variables("bot").items():
        assert name in names
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]

    assert "0.0.0.0" == str(settings.monitor_host)  # noqa: S104 - in the container
    assert "sqlite+aiosqlite:////data/journal.sqlite3" == settings.journal_url


def test_replicas_have_one_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a password for the server, the image has its driver, and the bots have its address."""
    bot, server = SERVICES["bot"], variables("postgres", POSTGRES_PASSWORD="0a1b")
    for name, value in variables("bot", POSTGRES_PASSWORD="0a1b").items():
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    url, extras = make_url(settings.journal_url), bot["build"]["args"]["EXTRAS"]
    (default,) = re.findall(r"^ARG EXTRAS=(\S+)$", dockerfile(), re.MULTILINE)

    assert ("postgresql+asyncpg", "postgres", None) == (url.drivername, url.host, url.port)
    assert server == {"POSTGRES_USER": url.username, "POSTGRES_PASSWORD": url.password}
    assert default == interpolated(extras, {})
    assert f"{default},scale" == interpolated(extras, {"POSTGRES_PASSWORD": "0a1b"})
    assert ("1", "3") == tuple(
        interpolated(bot["scale"], env) for env in ({}, {"BOT_REPLICAS": "3"})
    )


def test_the_proxy_passes_updates_to_the_bot() -> None:
    """The place in nginx.conf is that of docs/webhook.md, its port the one the bot listens on."""
    listen = variables("bot")["BOT_WEBHOOK_LISTEN"].rpartition(":")[2]
    example = (REPOSITORY / "docs/webhook.md").read_text("utf-8")

    assert f"http://bot:{listen};" in text_of("nginx.conf")
    assert "location /updates {" in text_of("nginx.conf")
    assert "location /updates {" in example
    assert "listen 8443 ssl;" in text_of("nginx.conf")
    assert ["443:8443"] == SERVICES["nginx"]["ports"]


def test_prometheus_scrapes_the_bot() -> None:
    """Prometheus asks the bot at the port of its image, and Grafana asks Prometheus."""
    (job,) = yaml.safe_load(text_of("prometheus.yml"))["scrape_configs"]
    (source,) = yaml.safe_load(text_of("grafana/datasource.yml"))["datasources"]
    (port,) = re.findall(r"BOT_MONITOR_PORT=(\d+)", dockerfile())

    assert [{"names": ["bot"], "type": "A", "port": int(port)}] == job["dns_sd_configs"]
    assert port == variables("bot")["BOT_MONITOR_PORT"]
    assert ("http://prometheus:9090", True) == (source["url"], source["isDefault"])


def test_rules_are_mounted_where_they_are_read() -> None:
    """The files that Prometheus and Grafana are told to read are those that are mounted."""
    rules = yaml.safe_load(text_of("prometheus.yml"))["rule_files"]
    (provider,) = yaml.safe_load(text_of("grafana/dashboards.yml"))["providers"]
    (dashboard,) = [
        place for place, source in mounts("grafana").items() if source == "./docs/dashboard.json"
    ]

    assert ["./docs/deploy/alerts.yml"] == [mounts("prometheus")[rule] for rule in rules]
    assert provider["options"]["path"] == str(Path(dashboard).parent)


def test_alerts_are_those_of_the_documents() -> None:
    """The rules have the expressions and times of the table in docs/operations.md."""
    rows = [row for row in section("Alerts").splitlines() if row.startswith("| `")]
    cells = [re.split(r"(?<!\\)\|", row) for row in rows]
    table = [(one[1].strip(" `").replace(r"\|", "|"), one[2].strip()) for one in cells]
    (group,) = yaml.safe_load(text_of("alerts.yml"))["groups"]

    assert table == [(rule["expr"], rule["for"]) for rule in group["rules"]]
    assert len(group["rules"]) == len({rule["alert"] for rule in group["rules"]})
    assert set() == {name for rule in group["rules"] for name in NAME.findall(rule["expr"])} - (
        samples()
    )


def test_the_image_is_stopped_well() -> None:
    """Its process is the program, not a shell, and gets the signal that ends it in order."""
    assert re.search(r'^ENTRYPOINT \["yinju"\]$', dockerfile(), re.MULTILINE)
    assert re.search(r'^CMD \["serve"\]$', dockerfile(), re.MULTILINE)
    assert re.search(r"^STOPSIGNAL SIGTERM$", dockerfile(), re.MULTILINE)
    assert SERVICES["bot"]["init"] is True


def test_the_image_is_not_of_root() -> None:
    """The last user of the Dockerfile is a number, so that an orchestrator can tell."""
    *_, last = re.findall(r"^USER (\S+)$", dockerfile(), re.MULTILINE)

    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last)


def test_the_context_has_what_is_copied() -> None:
    """Each file that the Dockerfile copies exists, and .dockerignore lets it through."""
    ignored = (REPOSITORY / ".dockerignore").read_text("utf-8").splitlines()
    allowed = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile(), re.MULTILINE)
    copied = {name for line in lines for name in line.split()}

    assert "*" == ignored[0]
    assert copied == allowed
    assert all((REPOSITORY / name).exists() for name in copied)


@pytest.mark.skipif(not shutil.which("docker"), reason="there is no docker here")
def test_docker_accepts_the_file() -> None:
    """Docker's own parser accepts compose.yaml with all profiles, where it has that command."""
    docker = str(shutil.which("docker"))
    if subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker has no `compose` here")
    ran = subprocess.run(
        [
            *(docker, "compose", "--file", str(REPOSITORY / "compose.yaml"), "--profile", "*"),
            *("config", "--format", "json", "--no-env-resolution"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == ran.returncode, ran.stderr
    assert SERVICES.keys() == json.loads(ran.stdout)["services"].keys()


ANALYZE = shutil.which("systemd-analyze")

MOST_EXPOSED = 20
"""Tenths of what `systemd-analyze security` counts, of 100, whichever version of it counts."""

DOCUMENTED = "252"
"""The version of systemd whose figure is in docs/operations.md."""


def analyzed(tmp_path: Path, unit: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run systemd-analyze over a unit, once its program is one that exists."""
    unit = re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", unit, flags=re.MULTILINE)
    (copy := tmp_path / "yinju.service").write_text(unit, "utf-8")
    return subprocess.run(
        [str(ANALYZE), *arguments, str(copy)], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not ANALYZE, reason="there is no systemd-analyze here")
def test_the_unit_is_valid(tmp_path: Path) -> None:
    """Systemd knows every setting of the unit and its value, and tells of one that is none."""
    strict = ("verify", "--recursive-errors=yes")
    good = analyzed(tmp_path, text_of("yinju.service"), *strict)
    bad = analyzed(tmp_path, text_of("yinju.service").replace("PrivateTmp", "PrivatTmp"), *strict)

    assert (0, "") == (good.returncode, good.stderr)
    assert 0 != bad.returncode


@pytest.mark.skipif(not ANALYZE, reason="there is no systemd-analyze here")
def test_the_unit_is_closed(tmp_path: Path) -> None:
    """Its exposure is small, and by the version of systemd that is named, what the page says."""
    ran = analyzed(
        *(tmp_path, text_of("yinju.service"), "security", "--offline=yes"),
        f"--threshold={MOST_EXPOSED}",
    )
    (level,) = re.findall(r"exposure level for yinju.service: (\d\.\d)", ran.stdout)

    version = subprocess.run(
        [str(ANALYZE), "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[1]

    assert 0 == ran.returncode, ran.stdout
    assert version != DOCUMENTED or f"an exposure of {level}" in (
        REPOSITORY / "docs/operations.md"
    ).read_text("utf-8")


def test_the_unit_runs_the_program() -> None:
    """The unit's folders are those of docs/operations.md, its status 2 that of wrong settings."""
    unit = text_of("yinju.service")

    assert "ExecStart=/opt/yinju/bin/yinju serve" in unit
    assert "Environment=BOT_DATA_DIR=/var/lib/yinju" in unit
    assert f"RestartPreventExitStatus={USAGE_ERROR}" in unit


CHART = DEPLOY / "helm/yinju"


def test_the_chart_is_of_this_version() -> None:
    """The image that the chart runs unless told otherwise is that of this version."""
    assert __version__ == yaml.safe_load((CHART / "Chart.yaml").read_text("utf-8"))["appVersion"]


def test_the_chart_takes_no_secret_as_a_value() -> None:
    """Secret settings come from a Secret: the schema refuses each of them among the values."""
    schema = json.loads((CHART / "values.schema.json").read_text("utf-8"))
    refused = schema["properties"]["settings"]["propertyNames"]["not"]["enum"]
    secret = {
        f"BOT_{name.upper()}"
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    }

    assert len(secret) > 3
    assert set() == secret - {*refused}
    assert {*refused} <= {f"BOT_{name.upper()}" for name in Settings.model_fields}
