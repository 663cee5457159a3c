"""One message lists every problem of the settings, and no secret is ever printed."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.settings import PREFIX, READERS, Settings, load


def problems_of(environment: Mapping[str, str]) -> list[str]:
    try:
        load(environment)
    except SettingsError as error:
        return list(error.problems)
    return []


def test_an_empty_environment_gives_the_defaults() -> None:
    assert load({}) == Settings()


def test_variables_of_others_are_left_alone() -> None:
    assert load({"PATH": "/bin", "HOME": "/"}) == Settings()


def test_every_problem_stands_in_one_message() -> None:
    with pytest.raises(SettingsError) as caught:
        load({"THORBECKE_IMAP_PROT": "993", "THORBECKE_SMTP_PORT": "mail", "THORBECKE_DUE_DAYS": "0"})
    named = {problem.split(":")[0] for problem in caught.value.problems}
    assert named == {"THORBECKE_IMAP_PROT", "THORBECKE_SMTP_PORT", "THORBECKE_DUE_DAYS"}


def test_a_secret_comes_from_a_file_without_its_line_end(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("geheim woord\n", encoding="utf-8")
    assert load({"THORBECKE_IMAP_PASSWORD_FILE": str(secret)}).imap_password.reveal() == "geheim woord"


def test_a_secret_is_given_once(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("a", encoding="utf-8")
    with pytest.raises(SettingsError, match="not both"):
        load({"THORBECKE_IMAP_PASSWORD": "b", "THORBECKE_IMAP_PASSWORD_FILE": str(secret)})


def test_a_missing_secret_file_is_named_but_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="THORBECKE_SMTP_PASSWORD_FILE: cannot read the file"):
        load({"THORBECKE_SMTP_PASSWORD_FILE": str(tmp_path / "none")})


def test_no_secret_is_printed_by_settings_or_their_errors() -> None:
    settings = load({"THORBECKE_IMAP_PASSWORD": "zeer geheim"})
    assert "zeer geheim" not in f"{settings!r} {settings}"
    with pytest.raises(SettingsError) as caught:
        load({"THORBECKE_IMAP_PASSWORD": "zeer geheim", "THORBECKE_IMAP_PORT": "zeer geheim"})
    assert "zeer geheim" not in str(caught.value)


@pytest.mark.parametrize("protocol", ["IMAP", "SMTP"])
def test_a_connection_without_tls_stays_on_this_machine(protocol: str) -> None:
    load({f"THORBECKE_{protocol}_HOST": "127.0.0.1", f"THORBECKE_{protocol}_SECURITY": "none"})
    with pytest.raises(SettingsError, match="only allowed for a server on this machine"):
        load({f"THORBECKE_{protocol}_HOST": "mail.vng.nl", f"THORBECKE_{protocol}_SECURITY": "none"})


@pytest.mark.parametrize(
    ("name", "value"),
    [("DIGEST_TO", "team@vng.nl, griffie"), ("OWN_ADDRESSES", "a b@vng.nl"), ("MAILBOX_ADDRESS", "x@vng .nl"),
     ("MESSAGE_ID_DOMAIN", "vng nl>"), ("MESSAGE_ID_DOMAIN", ""), ("IMAP_FOLDERS", " , ")],
)  # fmt: skip
def test_what_would_only_fail_later_is_refused_at_the_start(name: str, value: str) -> None:
    """An address that no mail can have fails on Monday, for everybody; without a folder no mail is ever read."""
    with pytest.raises(SettingsError, match=f"THORBECKE_{name}"):
        load({f"THORBECKE_{name}": value})


def test_lists_are_written_with_commas() -> None:
    settings = load({"THORBECKE_IMAP_FOLDERS": "INBOX, Archief ", "THORBECKE_CLOSING_DAYS": "2026-12-24,2026-12-31"})
    assert settings.imap_folders == ("INBOX", "Archief")
    assert [day.day for day in settings.closing_days] == [24, 31]


@pytest.mark.parametrize(
    ("name", "value"),
    [("SWEEP_SECONDS", "nan"), ("SWEEP_SECONDS", "0"), ("UNDO_SECONDS", "-1"), ("LEASE_SECONDS", "inf"),
     ("SESSION_HOURS", "1e9"), ("KEEP_DAYS", "29"), ("KEEP_DAYS", "9" * 5000), ("WEB_PORT", "65536"),
     ("WEB_PORT", "8_024"), ("SECURE_COOKIES", "ja"), ("START_DATE", "29 januari"), ("LOG_LEVEL", "luid"),
     ("DATA_DIR", ""), ("CLOSING_DAYS", "2026-12-24, morgen")],
)  # fmt: skip
def test_a_value_that_nothing_can_work_with_is_refused_without_being_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({f"THORBECKE_{name}": value})
    (problem,) = caught.value.problems
    assert problem.startswith(f"THORBECKE_{name}: must ")
    assert len(value) < 4 or value not in problem


@pytest.mark.parametrize(("text", "value"), [("true", True), ("Yes", True), ("1", True), ("OFF", False), ("no", False)])
def test_true_and_false_are_written_in_the_usual_ways(text: str, value: bool) -> None:  # noqa: FBT001  (the case)
    assert load({"THORBECKE_SECURE_COOKIES": text}).secure_cookies is value


def test_what_may_be_left_out_may_be_empty() -> None:
    assert load({"THORBECKE_CONTENT_DIR": "", "THORBECKE_START_DATE": ""}) == Settings()


@given(st.sampled_from(sorted(READERS)), st.text())
def test_any_text_is_read_or_refused_in_one_message(name: str, text: str) -> None:
    assert len(problems_of({PREFIX + name.upper(): text})) <= 1


TOKENS = {
    "THORBECKE_OAUTH_AUTHORITY": "https://login.example/gemeente",
    "THORBECKE_OAUTH_CLIENT_ID": "toepassing",
    "THORBECKE_OAUTH_CLIENT_SECRET": "geheim",
}


def test_a_token_service_with_all_its_parts_is_taken() -> None:
    assert load(TOKENS).oauth_client_id == "toepassing"


@pytest.mark.parametrize("missing", TOKENS)
def test_a_token_service_without_one_of_its_parts_is_a_problem(missing: str) -> None:
    (problem,) = problems_of({name: value for name, value in TOKENS.items() if name != missing})
    assert problem.startswith(f"{missing}: must be set")


def test_a_token_service_without_tls_is_a_problem() -> None:
    (problem,) = problems_of(TOKENS | {"THORBECKE_OAUTH_AUTHORITY": "http://login.example/gemeente"})
    assert "https://" in problem
