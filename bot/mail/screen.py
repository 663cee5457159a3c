"""Which mail needs no reply, and why: by its headers first, by its words second.

A header that says so is believed; words alone must agree twice, because a request that is taken for a machine's mail
is lost, while a machine's mail taken for a request costs a colleague one click. ``Auto-Submitted: no`` and
``auto-forwarded`` are people's mail, and ``X-Auto-Response-Suppress`` only says what its sender wishes (RFC 3834).
"""

from bot.mail import automatic, bounce, meeting, newsletter, spam
from bot.model import Kind, ParsedMail, Screening

PERSON = Screening(None, "")


def screen(mail: ParsedMail, *, own_addresses: frozenset[str], own_message_id_domain: str) -> Screening:
    """The verdict on one mail. ``own_addresses`` are casefolded; ``kind`` is None when a person seems to write."""
    loop = _own_message(mail, own_addresses, own_message_id_domain)
    if loop:
        return loop
    return (
        bounce.recognise(mail, own_message_id_domain, own_addresses)
        or automatic.receipt(mail)
        or meeting.recognise(mail)
        or automatic.by_headers(mail)
        or newsletter.recognise(mail)
        or automatic.by_words(mail)
        or spam.recognise(mail, own_addresses)
        or PERSON
    )


def _own_message(mail: ParsedMail, own_addresses: frozenset[str], domain: str) -> Screening | None:
    """Our own mail that came back; answering it would go round for ever."""
    if mail.rfc_message_id and mail.rfc_message_id.casefold().endswith(f"@{domain.casefold()}>"):
        return Screening(Kind.AUTOREPLY, "Dit is een eigen bericht: de Message-ID is van ons.")
    marked = any(name.startswith("x-thorbecke-") for name in mail.headers)
    if marked and mail.sender and mail.sender.addr_spec.casefold() in own_addresses:
        return Screening(Kind.AUTOREPLY, "Dit is een eigen bericht: het komt van ons adres en draagt ons kenmerk.")
    return None
