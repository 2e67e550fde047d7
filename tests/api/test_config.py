from __future__ import annotations

from typing import Any

import pytest

from api.config import Config, ConfigError, read_seconds, warn_of_unknown


def test_defaults_stand_alone() -> None:
    assert Config.load({}, {}) == Config()


def test_a_mapping_goes_before_the_environment() -> None:
    environ = {"ATTRIBUTION_LIMIT": "2000", "ATTRIBUTION_MODEL": "other", "HOME": "/"}
    config = Config.load({"limit": 3000}, environ)
    assert (config.limit, config.model) == (3000, "other")


def test_the_environment_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTRIBUTION_LOG_LEVEL", "debug")
    assert Config.load().log_level == "DEBUG"


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("TRUE", True), ("0", False), (" off ", False)])
def test_switches_are_words(word: str, value: bool) -> None:
    assert Config.load({}, {"ATTRIBUTION_DOCS": word}).docs is value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "many"),
        ("limit", "0"),
        ("limit", "-5"),
        ("limit", "9" * 5000),
        ("max_body", "1.5"),
        ("topics", "maybe"),
        ("docs", ""),
        ("log_level", "LOUD"),
        ("pipeline", " "),
        ("access", "anybody"),
        ("rate", "often"),
        ("rate", "0/minute"),
        ("cors", "*"),
        ("cors", "https://*.example"),
        ("cors", "https://desk.example/"),
        ("cors", "desk.example"),
        ("redis", "host:6379"),
        ("redis", "http://host"),
        ("webhook_hosts", "*"),
        ("webhook_hosts", "desk.example/hooks"),
        ("webhook_hosts", "desk.example=office"),
        ("webhook_hosts", "https://me@desk.example"),
        ("proxies", "-1"),
        ("proxies", "two"),
        ("tls", "perhaps"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_variable(name: str, value: str) -> None:
    variable = f"ATTRIBUTION_{name.upper()}"
    with pytest.raises(ConfigError, match=f"^{variable} must be"):
        Config.load({}, {variable: value})


@pytest.mark.parametrize(("name", "value"), [("limit", True), ("limit", None), ("docs", 1), ("model", 3)])
def test_values_of_a_mapping_keep_their_types(name: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=f"^{name} must be"):
        Config.load({name: value}, {})


def test_origins_are_a_list() -> None:
    origins = ("https://desk.example", "http://localhost:3000")
    assert Config.load({}, {"ATTRIBUTION_CORS": ", ".join(origins)}).cors == origins
    assert Config.load({"cors": list(origins)}, {}).cors == origins
    assert Config.load({}, {"ATTRIBUTION_CORS": ""}).cors == ()


SECRET = "whsec_" + "T3N0Ynk" * 6 + "IQ=="


def test_webhooks_need_hosts_and_secrets() -> None:
    environ = {"ATTRIBUTION_WEBHOOK_HOSTS": "desk.example, http://cms.intern:8080=10.1.0.0/16"}
    with pytest.raises(ConfigError, match="needs ATTRIBUTION_WEBHOOK_SECRET"):
        Config.load({}, environ)
    config = Config.load({}, {**environ, "ATTRIBUTION_WEBHOOK_SECRET": f"{SECRET}, {SECRET}"})
    assert config.webhook_hosts == ("desk.example", "http://cms.intern:8080=10.1.0.0/16")
    assert config.webhook_secret == (SECRET, SECRET)


@pytest.mark.parametrize(
    "secret",
    ["geheim", "T3N0Ynk" * 8, "whsec_geheim", "whsec_" + "T3N0" * 7, "whsec_" + "T3N0" * 22, "whsec_-" * 9],
)
def test_a_secret_that_is_none_is_not_told(secret: str) -> None:
    with pytest.raises(ConfigError, match=r"^ATTRIBUTION_WEBHOOK_SECRET must be") as raised:
        Config.load({}, {"ATTRIBUTION_WEBHOOK_SECRET": f"{SECRET},{secret}"})
    assert secret not in str(raised.value)
    assert SECRET not in str(raised.value)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(ConfigError, match="unknown setting 'limits'"):
        Config.load({"limits": 5}, {})


def test_the_body_has_room_for_an_article_of_the_limit_in_escaped_json() -> None:
    assert Config(limit=1000).body_limit >= len('"' + "\\u0041" * 1000 + '"')
    assert Config(limit=1000, max_body=50).body_limit == 50


def test_a_misspelt_setting_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    kubernetes = {"ATTRIBUTION_PORT": "tcp://10.0.0.1:8000", "ATTRIBUTION_SERVICE_HOST": "10.0.0.1"}
    warn_of_unknown({"ATTRIBUTION_PATIENSE": "1", "ATTRIBUTION_LIMIT": "5", "LIMITS": "5", **kubernetes})
    assert caplog.messages == ["ATTRIBUTION_PATIENSE is no setting; is it ATTRIBUTION_PATIENCE?"]


@pytest.mark.parametrize("value", ["٣", "", "1e1", "nan", "inf", "-3", "1_0", "0x1", "+1"])
def test_seconds_are_plain_digits(value: str) -> None:
    with pytest.raises(ConfigError, match="number of seconds"):
        read_seconds("timeout", value)


@pytest.mark.parametrize(
    ("value", "seconds"), [("3", 3.0), (" 0.5 ", 0.5), (2, 2.0), (".25", 0.25), ("1.", 1.0)]
)
def test_a_number_of_seconds(value: object, seconds: float) -> None:
    assert read_seconds("timeout", value) == seconds
