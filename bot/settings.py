"""The settings: environment variables with the prefix ``THORBECKE_``, secrets from files.

``load`` takes the environment as an argument and reports every problem in one ``SettingsError``. A variable that ends
in ``_FILE`` names a file with the value of the variable without that ending. Values never appear in a message.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.model.people import RANKS
from bot.setting_values import (
    Reader,
    Secret,
    day,
    domain,
    folder,
    hours,
    listed,
    mail_address,
    one_of,
    optional,
    origin,
    pair,
    seconds,
    seconds_or_none,
    secret,
    whole,
    words,
    yes_or_no,
)

PREFIX, FROM_FILE = "THORBECKE_", "_file"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

T = TypeVar("T")


def setting(default: T, read: Reader[T], meaning: str) -> T:
    """A field of ``Settings``: its default, how the text of the environment is read, and what the page says of it."""
    made: Any = field(default=default, metadata={"read": read, "meaning": meaning})
    value: T = made  # what the dataclass makes of the field
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set; ``docs/settings.md`` lists each (a test keeps that page complete)."""

    data_dir: Path = setting(Path("data"), folder, "Folder of the database and its backups.")
    content_dir: Path | None = setting(None, optional(folder), "Folder that holds knowledge/ and replies/.")
    experts_dir: Path | None = setting(
        None, optional(folder), "Folder with the files of experts (personal data); empty for knowledge/experts/."
    )

    mailbox_address: str = setting("thorbecke2024@vng.nl", mail_address, "Address of the shared mailbox.")
    mailbox_name: str = setting("Thorbecke2024", words, "Display name on the mail that we send.")
    own_addresses: tuple[str, ...] = setting(
        (), listed(mail_address), "Other addresses of the same mailbox, with commas."
    )
    staff_domains: tuple[str, ...] = setting(("vng.nl",), listed(words), "Domains of colleagues, with commas.")
    message_id_domain: str = setting("thorbecke2024.vng.nl", domain, "Domain of the Message-IDs that we make.")

    imap_host: str = setting("", words, "IMAP server; without it no mail is read.")
    imap_port: int = setting(993, whole(1, 65535), "Port of the IMAP server.")
    imap_security: Literal["tls", "none"] = setting("tls", one_of("tls", "none"), "tls, or none (this machine only).")
    imap_user: str = setting("", words, "Log-in name at the IMAP server.")
    imap_password: Secret = setting(Secret(), secret, "Password at the IMAP server (secret).")
    imap_folders: tuple[str, ...] = setting(("INBOX",), listed(words, least=1), "Folders to read, with commas.")
    imap_poll_seconds: float = setting(120.0, seconds, "Seconds between two looks, whatever IDLE says.")
    imap_timeout_seconds: float = setting(60.0, seconds, "Seconds that one IMAP command may take.")
    imap_commands_per_minute: int = setting(
        1200, whole(0, 1_000_000), "IMAP commands a minute, of all connections together; 0 sets no limit."
    )
    imap_logins_per_minute: int = setting(
        20, whole(0, 1_000_000), "Log-ins at the IMAP server a minute; 0 sets no limit."
    )
    sent_folder: str = setting("", words, "Folder for sent mail; empty finds it.")
    save_sent: Literal["append", "server"] = setting(
        "append", one_of("append", "server"), "append puts the copy into Sent; server when the server does so itself."
    )
    drafts: bool = setting(False, yes_or_no, "on puts each draft into the folder for drafts of the mailbox, too.")
    drafts_folder: str = setting("", words, "Folder for drafts; empty finds it.")
    start_date: date | None = setting(None, optional(day), "Mail that arrived before this day is not answered.")
    max_mail_bytes: int = setting(35_000_000, whole(1, 10**9), "Largest mail that is read; larger goes to staff.")

    smtp_host: str = setting("", words, "SMTP server; without it nothing is sent.")
    smtp_port: int = setting(587, whole(1, 65535), "Port of the SMTP server.")
    smtp_security: Literal["starttls", "tls", "none"] = setting(
        "starttls", one_of("starttls", "tls", "none"), "starttls, tls or none."
    )
    smtp_user: str = setting("", words, "Log-in name at the SMTP server; empty for none.")
    smtp_password: Secret = setting(Secret(), secret, "Password at the SMTP server (secret).")
    smtp_timeout_seconds: float = setting(60.0, seconds, "Seconds that one SMTP step may take.")
    smtp_mails_per_minute: int = setting(
        30, whole(0, 1_000_000), "Mails that are sent a minute; Exchange Online takes 30; 0 sets no limit."
    )

    oauth_authority: str = setting(
        "", words, "Token service (Entra ID: https://login.microsoftonline.com/TENANT); empty for passwords."
    )
    oauth_client_id: str = setting("", words, "Application that the token service knows us as.")
    oauth_client_secret: Secret = setting(Secret(), secret, "Secret of that application (secret).")
    oauth_scope: str = setting("https://outlook.office365.com/.default", words, "What the tokens are asked for.")
    oauth_secret_expires: date | None = setting(
        None, optional(day), "Last day of the client secret; the digest and status warn a month before."
    )

    oidc_issuer: str = setting(
        "",
        words,
        "Log-in service of colleagues (Entra ID: https://login.microsoftonline.com/TENANT/v2.0); "
        "empty for local accounts only.",
    )
    oidc_client_id: str = setting("", words, "Application that this log-in service knows us as.")
    oidc_client_secret: Secret = setting(Secret(), secret, "Secret of that application (secret).")
    oidc_roles: tuple[tuple[str, str], ...] = setting(
        (),
        listed(pair(*RANKS)),
        "What its roles and groups mean here, with commas: VALUE=reader, VALUE=reviewer or VALUE=manager.",
    )
    oidc_scope: str = setting("openid profile email", words, "What is asked of it; openid must be there.")

    undo_seconds: float = setting(20.0, seconds_or_none, "Seconds in which an approval can be recalled.")
    lease_seconds: float = setting(600.0, seconds, "Seconds after which a claim without an answer is in doubt.")
    retry_seconds: float = setting(60.0, seconds, "First wait after a temporary refusal; doubles each time.")
    max_attempts: int = setting(12, whole(1, 1000), "Temporary refusals after which a person looks.")
    sweep_seconds: float = setting(5.0, seconds, "Seconds between two rounds of the sweepers.")
    prepare_seconds: float = setting(30.0, seconds, "Seconds that reading one mail may take.")

    digest_to: tuple[str, ...] = setting((), listed(mail_address), "Addresses of the weekly digest, with commas.")
    due_days: int = setting(5, whole(1, 1000), "Working days in which a request should be settled.")
    closing_days: tuple[date, ...] = setting((), listed(day), "Extra days on which the office is closed, with commas.")
    keep_days: int = setting(730, whole(30, 36_500), "Days after which settled mail is purged.")

    web_host: str = setting("127.0.0.1", words, "Address on which the pages are served.")
    web_port: int = setting(8024, whole(0, 65535), "Port of the pages; 0 takes a free one.")
    base_url: str = setting(
        "", words, "Public address of the pages, for links in the digest and in the mails of the chat."
    )
    widget_origins: tuple[str, ...] = setting(
        (), listed(origin), "Sites that may show the chat in a frame, such as https://www.vng.nl, with commas."
    )
    secure_cookies: bool = setting(True, yes_or_no, "Send the session cookie over HTTPS only.")
    session_hours: float = setting(10.0, hours, "Hours that a log-in lasts at most.")
    session_idle_hours: float = setting(2.0, hours, "Hours without work after which a log-in ends.")
    log_level: Literal["debug", "info", "warning", "error"] = setting(
        "info", one_of("debug", "info", "warning", "error"), "How much is logged."
    )

    @property
    def addresses(self) -> frozenset[str]:
        """Every address of the shared mailbox, casefolded."""
        return frozenset(a.casefold() for a in (self.mailbox_address, *self.own_addresses))


READERS: Mapping[str, Reader[Any]] = {each.name: each.metadata["read"] for each in fields(Settings)}


def load(environment: Mapping[str, str]) -> Settings:
    """Read the settings out of an environment; one ``SettingsError`` names every problem."""
    problems: list[str] = []
    values: dict[str, Any] = {}
    for name, text in _given(environment, problems):
        try:
            values[name] = READERS[name](text)
        except ValueError as error:
            problems.append(f"{PREFIX}{name.upper()}: {error}")
    settings = Settings(**values)
    problems += _sockets_without_tls_to_elsewhere(settings) + _half_an_application(settings)
    problems += _half_a_log_in_service(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def _given(environment: Mapping[str, str], problems: list[str]) -> Iterator[tuple[str, str]]:
    """The settings that are set, with their text, from the variable itself or from the file that it names."""
    for variable, text in sorted(environment.items()):
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX):
            continue
        if name in READERS:
            yield name, text
        elif (name := name.removesuffix(FROM_FILE)) not in READERS:
            problems.append(f"{variable}: unknown setting; see docs/settings.md")
        elif PREFIX + name.upper() in environment:
            problems.append(f"{variable}: set this or {PREFIX}{name.upper()}, not both")
        else:
            try:
                yield name, Path(text).read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, ValueError) as error:
                problems.append(f"{variable}: cannot read the file ({type(error).__name__})")


def _sockets_without_tls_to_elsewhere(settings: Settings) -> list[str]:
    """What is sent without TLS could be read on the way, the password first."""
    roads = (("IMAP", settings.imap_security, settings.imap_host), ("SMTP", settings.smtp_security, settings.smtp_host))
    return [
        f"{PREFIX}{name}_SECURITY=none is only allowed for a server on this machine"
        for name, security, host in roads
        if security == "none" and host and host not in LOOPBACK
    ]


def _half_an_application(settings: Settings) -> list[str]:
    """A token service needs its address, who asks, and the secret; and that address is no place for plain text."""
    parts = {
        "OAUTH_AUTHORITY": settings.oauth_authority,
        "OAUTH_CLIENT_ID": settings.oauth_client_id,
        "OAUTH_CLIENT_SECRET": settings.oauth_client_secret.reveal(),
    }
    lacking = [PREFIX + name for name, text in parts.items() if not text]
    if 0 < len(lacking) < len(parts):
        return [f"{', '.join(lacking)}: must be set, too, to log in with tokens"]
    if not lacking and not settings.oauth_authority.startswith("https://"):
        return [f"{PREFIX}OAUTH_AUTHORITY: must begin with https://"]
    return []


def _half_a_log_in_service(settings: Settings) -> list[str]:
    """The log-in service needs its name, who asks, the secret, where to come back, and what its roles mean."""
    parts = {
        "OIDC_ISSUER": settings.oidc_issuer,
        "OIDC_CLIENT_ID": settings.oidc_client_id,
        "OIDC_CLIENT_SECRET": settings.oidc_client_secret.reveal(),
        "OIDC_ROLES": settings.oidc_roles,
    }
    lacking = [PREFIX + name for name, value in parts.items() if not value]
    if len(lacking) == len(parts):
        return []
    lacking += [] if settings.base_url else [f"{PREFIX}BASE_URL"]
    if lacking:
        return [f"{', '.join(lacking)}: must be set, too, to let colleagues log in at their organisation"]
    issuer = urlsplit(settings.oidc_issuer)
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in LOOPBACK):
        return [f"{PREFIX}OIDC_ISSUER: must begin with https://"]
    if "openid" not in settings.oidc_scope.split():
        return [f"{PREFIX}OIDC_SCOPE: must have openid"]
    return []
