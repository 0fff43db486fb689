"""The Helm chart is linted and rendered by Helm; no cluster is asked, and nothing fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

helm = pytest.importorskip("helm_python", reason="`make helm` installs Helm as a library")

CHART = Path(__file__).parents[2] / "docs/deploy/helm/yinju"

LEAST: dict[str, Any] = {"image": {"repository": "registry/yinju"}, "existingSecret": "own"}

FULL: dict[str, Any] = LEAST | {
    "imagePullSecrets": [{"name": "pull"}],
    "settings": {"BOT_TIMEZONE": "Asia/Shanghai", "BOT_PERSON_PER_MINUTE": "20"},
    "storage": {"size": "9Gi", "className": "fast"},
    "articlesConfigMap": "articles",
    "webhook": {"host": "bot.example.org", "tlsSecret": "tls", "className": "nginx"},
    "scrapers": {"app": "prometheus"},
    "nodeSelector": {"disk": "ssd"},
    "tolerations": [{"operator": "Exists"}],
    "affinity": {"nodeAffinity": {}},
}


def rendered(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the objects that the chart makes of values, by their kind."""
    texts = helm.Chart.load(str(CHART)).render(values, name="bot", namespace="chat")
    found = [yaml.safe_load(text) for name, text in texts.items() if name.endswith(".yaml")]
    return {one["kind"]: one for one in found if one}


def pod_of(objects: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what the pod is made of."""
    spec = objects["StatefulSet"]["spec"]["template"]["spec"]
    return dict(spec)


def variables_of(objects: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return the variables that the bot is given."""
    (container,) = pod_of(objects)["containers"]
    return {one["name"]: one["value"] for one in container["env"]}


def test_helm_finds_no_fault() -> None:
    """Helm's linter has no error and no warning; an icon is the one thing that it misses."""
    found = helm.lint(str(CHART))

    assert [] == found["errors"]
    assert ["icon is recommended"] == [one["error"] for one in found["messages"]]


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        (LEAST, {"StatefulSet", "Service", "NetworkPolicy"}),
        (FULL, {"StatefulSet", "Service", "NetworkPolicy", "Ingress"}),
    ],
)
def test_what_is_made(values: dict[str, Any], kinds: set[str]) -> None:
    """With a webhook there is an ingress; every object has the name of the release."""
    objects = rendered(values)

    assert kinds == objects.keys()
    assert {"bot"} == {one["metadata"]["name"] for one in objects.values()}


@pytest.mark.parametrize("values", [LEAST, FULL])
def test_the_pod_is_closed(values: dict[str, Any]) -> None:
    """There is one pod, not of root, with a read-only root, no capability and no token."""
    objects = rendered(values)
    pod = pod_of(objects)
    (container,) = pod["containers"]

    assert 1 == objects["StatefulSet"]["spec"]["replicas"]
    assert (True, 10001) == (
        pod["securityContext"]["runAsNonRoot"],
        pod["securityContext"]["runAsUser"],
    )
    assert {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    } == container["securityContext"]
    assert pod["automountServiceAccountToken"] is False


@pytest.mark.parametrize("values", [LEAST, FULL])
def test_settings_are_accepted(values: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable is a setting of the program, and its value is accepted."""
    names = {f"BOT_{field.upper()}" for field in Settings.model_fields}
    for name, value in variables_of(rendered(values)).items():
        assert name in names
        monkeypatch.setenv(name, value)

    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert 9464 == settings.monitor_port


def test_volumes_are_those_that_are_mounted() -> None:
    """Each place has a volume, articles are read from theirs, and storage is as wanted."""
    objects = rendered(FULL)
    (container,) = pod_of(objects)["containers"]
    places = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
    (claim,) = objects["StatefulSet"]["spec"]["volumeClaimTemplates"]

    assert {"data": "/data", "tmp": "/tmp", "articles": "/articles"} == places  # noqa: S108
    assert "/articles" == variables_of(objects)["BOT_CORPUS_DIR"]
    assert "9Gi" == claim["spec"]["resources"]["requests"]["storage"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "image.repository is missing"),
        ({"image": {"repository": "x"}}, "existingSecret is missing"),
        (LEAST | {"webhook": {"host": "bot.example.org"}}, "webhook.tlsSecret is missing"),
        (LEAST | {"settings": {"BOT_TOKEN": "1:x"}}, "BOT_TOKEN"),
        (LEAST | {"settings": {"BOT_MAX_FILES": 100000}}, "got number, want string"),
        (LEAST | {"storag": {}}, "storag"),
    ],
)
def test_values_that_are_wrong(values: dict[str, Any], words: str) -> None:
    """What is missing, secret, of another type or misspelt is told before anything is made."""
    with pytest.raises(helm.HelmError, match=words):
        rendered(values)
