"""The life cycle of a message: what can happen, in words and as one table.

A message arrives and is **received**: its raw bytes are safe and nothing has read them. The bot prepares it. Mail
that needs no reply is **ignored**, with the reason in the event. If preparing crashes it is **failed**, and the sweeper
tries twice more before a person looks. Everything else is **awaiting_review**, with a draft or without one.

A reviewer approves: recipient, subject, body, MIME bytes and our Message-ID are frozen (**approved**), and until the
sender takes it the approval can be recalled. The sender claims it (**sending**), committed before any socket opens.
The server took it (**sent**), refused it for good (**undeliverable**), refused it for now (back to approved), or the
line broke where nobody can know (**unconfirmed**, a person decides; never sent again by itself). A delivery failure
that comes back later makes it **bounced**. A reviewer who decides that no reply goes out, or a colleague who answers
from Outlook, makes it **closed**; a colleague who sends our own draft from Outlook has approved it there (**sent**).
What waits for review can be **snoozed**: the queue shows it again from a day on, by the date alone, so that nothing has
to wake it. Retention and erasure leave **purged**: the personal data gone, the counts kept.

A status exists only where something waits. Parsing, understanding, matching and rendering are pure functions inside
one transition, so a crash there repeats them without harm.

Our own messages (digest, hand-written mail) have no inbound half and enter at ``approved`` or ``awaiting_review``.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.transitions import follow


class Status(StrEnum):
    """Where a message waits."""

    RECEIVED = "received"
    IGNORED = "ignored"
    FAILED = "failed"
    AWAITING_REVIEW = "awaiting_review"
    CLOSED = "closed"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    UNCONFIRMED = "unconfirmed"
    BOUNCED = "bounced"
    PURGED = "purged"


class Event(StrEnum):
    """What happens to a message."""

    ARRIVED = "arrived"  # the first event of every message; has no row in the table
    IGNORE = "ignore"
    PREPARE = "prepare"
    CRASH = "crash"
    RETRY = "retry"
    GIVE_UP = "give_up"
    EDIT = "edit"
    REJECT = "reject"
    APPROVE = "approve"
    RECALL = "recall"
    CLOSE = "close"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    SENT_FROM_OUTLOOK = "sent_from_outlook"
    REOPEN = "reopen"
    SNOOZE = "snooze"
    WAKE = "wake"
    CLAIM = "claim"
    ACCEPT = "accept"
    DEFER = "defer"
    REFUSE = "refuse"
    LOSE = "lose"
    CONFIRM_SENT = "confirm_sent"
    CONFIRM_UNSENT = "confirm_unsent"
    BOUNCE = "bounce"
    PURGE = "purge"


S, E = Status, Event

TRANSITIONS: Mapping[tuple[Status, Event], Status] = MappingProxyType(
    {
        (S.RECEIVED, E.IGNORE): S.IGNORED,
        (S.RECEIVED, E.PREPARE): S.AWAITING_REVIEW,
        (S.RECEIVED, E.CRASH): S.FAILED,
        (S.FAILED, E.RETRY): S.RECEIVED,  # the sweeper (twice), or a person
        (S.FAILED, E.GIVE_UP): S.AWAITING_REVIEW,  # a person takes it, without a draft
        (S.FAILED, E.CLOSE): S.CLOSED,
        (S.IGNORED, E.REOPEN): S.AWAITING_REVIEW,
        (S.AWAITING_REVIEW, E.EDIT): S.AWAITING_REVIEW,
        (S.AWAITING_REVIEW, E.REJECT): S.AWAITING_REVIEW,  # the draft is gone, the message still waits
        (S.AWAITING_REVIEW, E.APPROVE): S.APPROVED,
        (S.AWAITING_REVIEW, E.CLOSE): S.CLOSED,
        (S.AWAITING_REVIEW, E.SNOOZE): S.AWAITING_REVIEW,  # it still waits, out of sight until a day
        (S.AWAITING_REVIEW, E.WAKE): S.AWAITING_REVIEW,  # a person brings it back before that day
        (S.AWAITING_REVIEW, E.ANSWERED_ELSEWHERE): S.CLOSED,
        (S.AWAITING_REVIEW, E.SENT_FROM_OUTLOOK): S.SENT,  # a colleague approved our draft there, by sending it
        (S.CLOSED, E.REOPEN): S.AWAITING_REVIEW,
        (S.APPROVED, E.RECALL): S.AWAITING_REVIEW,
        (S.APPROVED, E.CLAIM): S.SENDING,
        (S.SENDING, E.ACCEPT): S.SENT,
        (S.SENDING, E.DEFER): S.APPROVED,  # only after a refusal that is certain
        (S.SENDING, E.REFUSE): S.UNDELIVERABLE,
        (S.SENDING, E.LOSE): S.UNCONFIRMED,  # the line broke inside DATA, or the lease ran out
        (S.UNCONFIRMED, E.CONFIRM_SENT): S.SENT,
        (S.UNCONFIRMED, E.CONFIRM_UNSENT): S.AWAITING_REVIEW,
        (S.UNDELIVERABLE, E.REOPEN): S.AWAITING_REVIEW,
        (S.UNDELIVERABLE, E.CLOSE): S.CLOSED,
        (S.SENT, E.BOUNCE): S.BOUNCED,
        (S.UNCONFIRMED, E.BOUNCE): S.BOUNCED,  # the failure report proves that the server took it
        (S.BOUNCED, E.REOPEN): S.AWAITING_REVIEW,
        (S.BOUNCED, E.CLOSE): S.CLOSED,
        **{
            (status, E.PURGE): S.PURGED
            for status in (
                S.IGNORED,
                S.FAILED,
                S.AWAITING_REVIEW,
                S.CLOSED,
                S.SENT,
                S.UNDELIVERABLE,
                S.BOUNCED,
            )
        },
    }
)

INITIAL = frozenset({S.RECEIVED, S.AWAITING_REVIEW, S.APPROVED})

WAITS_FOR: Mapping[Status, str] = MappingProxyType(
    {
        S.RECEIVED: "bot",
        S.FAILED: "clock",
        S.AWAITING_REVIEW: "person",
        S.APPROVED: "network",
        S.SENDING: "network",
        S.UNDELIVERABLE: "person",
        S.UNCONFIRMED: "person",
        S.BOUNCED: "person",
    }
)
"""Who or what each waiting status waits for; the statuses that are missing here wait for nothing."""


def after(status: Status, event: Event) -> Status:
    """The status that follows; raises ``IllegalTransition`` where the table has no such step."""
    return follow(TRANSITIONS, status, event, of="a message")


class RequestState(StrEnum):
    """The smaller life of a request (aanvraag), which hangs on the thread."""

    OPEN = "open"
    WAITING = "waiting"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


REQUEST_TRANSITIONS: Mapping[RequestState, frozenset[RequestState]] = MappingProxyType(
    {
        RequestState.OPEN: frozenset({RequestState.WAITING, RequestState.SETTLED, RequestState.WITHDRAWN}),
        RequestState.WAITING: frozenset({RequestState.OPEN, RequestState.SETTLED, RequestState.WITHDRAWN}),
        RequestState.SETTLED: frozenset({RequestState.OPEN}),
        RequestState.WITHDRAWN: frozenset({RequestState.OPEN}),
    }
)
"""A request can always be opened again: a person decided, a person may change it."""


def diagram() -> str:
    """The table as a Mermaid state diagram, for ``docs/lifecycle.md`` (a test keeps the page fresh)."""
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {status}" for status in Status if status in INITIAL]
    lines += [f"    {was} --> {becomes}: {event}" for (was, event), becomes in TRANSITIONS.items()]
    lines += [f"    {status} --> [*]" for status in Status if not any(was == status for was, _ in TRANSITIONS)]
    return "\n".join(lines) + "\n"
