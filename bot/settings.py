"""The settings: environment variables with the prefix ``THORBECKE_``, secrets from files.

``load`` takes the environment as an argument and reports every problem in one ``SettingsError``. A variable that ends
in ``_FILE`` names a file with the value of the variable without that ending. Values never appear in a message.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from bot.errors import SettingsError

PREFIX = "THORBECKE_"


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
MailAddress = Annotated[str, Field(pattern=rf"^{_LOCAL}@{_DOMAIN}$")]
"""An address that can stand in a mail of ours as it is."""

CommaAddresses = Annotated[tuple[MailAddress, ...], BeforeValidator(_split)]
CommaList = Annotated[tuple[str, ...], BeforeValidator(_split)]
CommaDates = Annotated[tuple[date, ...], BeforeValidator(_split)]


class Settings(BaseModel):
    """Everything that an operator can set; ``docs/settings.md`` lists each (a test keeps that page complete)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(Path("data"), description="Folder of the database and its backups.")
    content_dir: Path | None = Field(None, description="Folder that holds knowledge/ and replies/.")

    mailbox_address: MailAddress = Field("thorbecke2024@vng.nl", description="Address of the shared mailbox.")
    mailbox_name: str = Field("Thorbecke2024", description="Display name on the mail that we send.")
    own_addresses: CommaAddresses = Field((), description="Other addresses of the same mailbox, with commas.")
    staff_domains: CommaList = Field(("vng.nl",), description="Domains of colleagues, with commas.")
    message_id_domain: str = Field(
        "thorbecke2024.vng.nl", pattern=rf"^{_DOMAIN}$", description="Domain of the Message-IDs that we make."
    )

    imap_host: str = Field("", description="IMAP server; without it no mail is read.")
    imap_port: int = Field(993, ge=1, le=65535, description="Port of the IMAP server.")
    imap_security: Literal["tls", "none"] = Field("tls", description="tls, or none (this machine only).")
    imap_user: str = Field("", description="Log-in name at the IMAP server.")
    imap_password: SecretStr = Field(SecretStr(""), description="Password at the IMAP server (secret).")
    imap_folders: CommaList = Field(("INBOX",), min_length=1, description="Folders to read, with commas.")
    imap_poll_seconds: float = Field(120, gt=0, description="Seconds between two looks, whatever IDLE says.")
    imap_timeout_seconds: float = Field(60, gt=0, description="Seconds that one IMAP command may take.")
    sent_folder: str = Field("", description="Folder for sent mail; empty finds it.")
    save_sent: Literal["append", "server"] = Field(
        "append", description="append puts the copy into Sent; server when the server does so itself."
    )
    start_date: date | None = Field(None, description="Mail that arrived before this day is not answered.")
    max_mail_bytes: int = Field(35_000_000, gt=0, description="Largest mail that is read; larger goes to staff.")

    smtp_host: str = Field("", description="SMTP server; without it nothing is sent.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the SMTP server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", description="starttls, tls or none.")
    smtp_user: str = Field("", description="Log-in name at the SMTP server; empty for none.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the SMTP server (secret).")
    smtp_timeout_seconds: float = Field(60, gt=0, description="Seconds that one SMTP step may take.")

    undo_seconds: float = Field(20, ge=0, description="Seconds in which an approval can be recalled.")
    lease_seconds: float = Field(600, gt=0, description="Seconds after which a claim without an answer is in doubt.")
    retry_seconds: float = Field(60, gt=0, description="First wait after a temporary refusal; doubles each time.")
    max_attempts: int = Field(12, ge=1, description="Temporary refusals after which a person looks.")
    sweep_seconds: float = Field(5, gt=0, description="Seconds between two rounds of the sweepers.")
    prepare_seconds: float = Field(30, gt=0, description="Seconds that reading one mail may take.")

    digest_to: CommaAddresses = Field((), description="Addresses of the weekly digest, with commas.")
    due_days: int = Field(5, ge=1, description="Working days in which a request should be settled.")
    closing_days: CommaDates = Field((), description="Extra days on which the office is closed, with commas.")
    keep_days: int = Field(730, ge=30, description="Days after which settled mail is purged.")

    web_host: str = Field("127.0.0.1", description="Address on which the pages are served.")
    web_port: int = Field(8024, ge=0, le=65535, description="Port of the pages; 0 takes a free one.")
    base_url: str = Field("", description="Public address of the pages, for links in the digest.")
    secure_cookies: bool = Field(True, description="Send the session cookie over HTTPS only.")
    session_hours: float = Field(10, gt=0, description="Hours that a log-in lasts.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")

    @model_validator(mode="after")
    def _sockets_without_tls_stay_here(self) -> "Settings":
        loopback = {"127.0.0.1", "localhost", "::1"}
        for name, security, host in (
            ("IMAP", self.imap_security, self.imap_host),
            ("SMTP", self.smtp_security, self.smtp_host),
        ):
            if security == "none" and host and host not in loopback:
                raise ValueError(f"{PREFIX}{name}_SECURITY=none is only allowed for a server on this machine")
        return self

    @property
    def addresses(self) -> frozenset[str]:
        """Every address of the shared mailbox, casefolded."""
        return frozenset(a.casefold() for a in (self.mailbox_address, *self.own_addresses))


def load(environment: Mapping[str, str]) -> Settings:
    """Read the settings out of an environment; one ``SettingsError`` names every problem."""
    problems: list[str] = []
    values: dict[str, Any] = {}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX):
            continue
        field = name.removeprefix(PREFIX).lower()
        if field.endswith("_file") and field.removesuffix("_file") in Settings.model_fields:
            field = field.removesuffix("_file")
            if PREFIX + field.upper() in environment:
                problems.append(f"{name}: set this or {PREFIX}{field.upper()}, not both")
            try:
                values[field] = Path(value).read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as error:
                problems.append(f"{name}: cannot read the file ({type(error).__name__})")
        elif field in Settings.model_fields:
            values[field] = value
        else:
            problems.append(f"{name}: unknown setting; see docs/settings.md")
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False, include_context=False):
            field = str(fault["loc"][0]) if fault["loc"] else ""
            message = fault["msg"].removeprefix("Value error, ")
            problems.append(f"{PREFIX}{field.upper()}: {message}" if field else message)
        raise SettingsError(problems) from None
    if problems:
        raise SettingsError(problems)
    return settings
