"""Failure reports as mail servers send them back (RFC 3464), each about one mail of ours to one recipient."""

from collections.abc import Sequence

OURS = "thorbecke2024@vng.nl"
BOUNDARY = "=_report"


def postfix(rfc_message_id: str, recipient: str) -> bytes:
    """The words, the fields, and the headers of the mail that came back."""
    return _report(
        sender=f"Mail Delivery System <MAILER-DAEMON@{_domain(recipient)}>",
        subject="Undelivered Mail Returned to Sender",
        named=rfc_message_id,
        words=f"<{recipient}>: host mx.{_domain(recipient)} said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
        fields=[
            f"Reporting-MTA: dns; mx.{_domain(recipient)}",
            "X-Postfix-Queue-ID: 4D2F81A0C3",
            "",
            f"Final-Recipient: rfc822; {recipient}",
            f"Original-Recipient: rfc822;{recipient}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        ],
        returned=["Content-Type: text/rfc822-headers", "", f"Message-ID: {rfc_message_id}", f"From: {OURS}"],
        more=["Return-Path: <>"],
    )


def exchange(rfc_message_id: str, recipient: str) -> bytes:
    """Dutch words, the whole mail enclosed, and a reference to it."""
    return _report(
        sender=f"Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@{_domain(recipient)}>",
        subject="Onbestelbaar: Meedoen met een leerkring",
        named=rfc_message_id,
        words=f"Uw bericht aan {recipient} kan niet worden bezorgd. {recipient} is niet gevonden.",
        fields=[
            f"Reporting-MTA: dns;AM0PR01MB1234.eurprd01.prod.outlook.{_domain(recipient)}",
            "",
            f"Final-Recipient: rfc822;{recipient}",
            "Action: failed",
            "Status: 5.1.10",
            "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
        ],
        returned=[
            "Content-Type: message/rfc822",
            "",
            f"From: {OURS}",
            f"To: {recipient}",
            "Subject: Re: Meedoen met een leerkring",
            f"Message-ID: {rfc_message_id}",
            "",
            "Beste Hanneke,",
        ],
        more=[f"In-Reply-To: {rfc_message_id}", f"References: {rfc_message_id}", "X-MS-Exchange-Message-Is-Ndr:"],
    )


def gmail(rfc_message_id: str, recipient: str) -> bytes:
    """A header that names the address, and folded lines in the fields."""
    return _report(
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        subject="Delivery Status Notification (Failure)",
        named=rfc_message_id,
        words=f"** Address not found **\r\n\r\nYour message wasn't delivered to {recipient}.",
        fields=[
            "Reporting-MTA: dns; googlemail.example",
            f"Received-From-MTA: dns; {OURS}",
            "",
            f"Final-Recipient: rfc822; {recipient}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does",
            " not exist.",
        ],
        returned=[
            "Content-Type: message/rfc822",
            "",
            "MIME-Version: 1.0",
            f"From: {OURS}",
            f"Message-ID: {rfc_message_id}",
            f"To: {recipient}",
            "",
            "Beste Hanneke,",
        ],
        more=[f"X-Failed-Recipients: {recipient}", f"In-Reply-To: {rfc_message_id}"],
    )


def with_our_mark_only(rfc_message_id: str, recipient: str) -> bytes:
    """A gateway gave the mail another Message-ID; the mark that we wrote beside it came back."""
    return _report(
        sender=f"MAILER-DAEMON@{_domain(recipient)}",
        subject="Delivery failure",
        named=rfc_message_id,
        words="Your message could not be delivered.",
        fields=[f"Final-Recipient: rfc822; {recipient}", "Action: failed", "Status: 5.7.1"],
        returned=[
            "Content-Type: message/rfc822",
            "",
            f"Message-ID: <0100018f3a@gateway.{_domain(recipient)}>",
            f"From: {OURS}",
            "X-Thorbecke-Mail: antwoord",
            f"X-Thorbecke-Id: {rfc_message_id}",
            "",
            "Beste Hanneke,",
        ],
    )


DIALECTS = (postfix, exchange, gmail, with_our_mark_only)


def _report(
    *,
    sender: str,
    subject: str,
    named: str,
    words: str,
    fields: Sequence[str],
    returned: Sequence[str],
    more: Sequence[str] = (),
) -> bytes:
    lines = [
        f"From: {sender}",
        f"To: {OURS}",
        f"Subject: {subject}",
        f"Message-ID: <report-{named[1:-1]}.example>",
        "Auto-Submitted: auto-replied",
        *more,
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{BOUNDARY}"',
        "",
        f"--{BOUNDARY}",
        "Content-Type: text/plain; charset=utf-8",
        "",
        words,
        f"--{BOUNDARY}",
        "Content-Type: message/delivery-status",
        "",
        *fields,
        f"--{BOUNDARY}",
        *returned,
        "",
        f"--{BOUNDARY}--",
        "",
    ]
    return "\r\n".join(lines).encode()


def _domain(recipient: str) -> str:
    return recipient.rpartition("@")[2]
