"""``draft_reply``: from what we understood of a message to the text that a colleague will look at.

The reply is put together by ``replies/antwoord.txt.j2``. Each request is answered by the template of its service and
act, else by the one of its act. Facts come out of knowledge entries only, through ``zeg``; the templates hold the words
around them. What the sender wrote comes in as data, cleaned and short, and is never read as a template.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.content.library import Library
from bot.content.provenance import BACK, CLOSE, OPEN, without_marks
from bot.model import Address, AddressForm, DraftText, Kind, Prediction, RequestRow, Understanding
from bot.model.meetings import Meeting
from bot.patterns import compiled_later
from bot.pipeline.drafting.blocks import block, question, receipt
from bot.pipeline.drafting.case import Case
from bot.pipeline.drafting.greeting import salutation
from bot.pipeline.drafting.notes import warnings
from bot.pipeline.drafting.planned import SOURCE, count_again
from bot.pipeline.drafting.saying import Said
from bot.pipeline.drafting.sentences import Text, read, said_once
from bot.pipeline.drafting.slots import asked
from bot.pipeline.drafting.subject import reply_subject
from bot.understanding.match import Retriever
from bot.understanding.reader import LONGEST

SURE = 0.5
"""Below this confidence a request gets no answer of its own: the reviewer chooses first."""

SURE_OF_NO = 0.7
"""To say no to somebody by mistake is worse than to let a colleague read the mail first."""

WORTH_SAYING = 0.1
"""Below this confidence a second request is only a note for the reviewer, and no word in the reply."""

RESERVATION = "parts/voorbehoud.txt.j2"

QUESTION = "/informatie.txt.j2"
"""The templates that answer a question."""

END = compiled_later(rf"(?:\s|{OPEN}[^{CLOSE}]*{CLOSE}|{BACK})+$")
"""White space and marks behind the last word."""

WHOLE = "antwoord.txt.j2"
WHICH_MEETING = "bijeenkomst"
"""The question that needs no asking where the meeting is known."""


def draft_reply(
    *,
    subject: str,
    understanding: Understanding,
    new_text: str,
    library: Library,
    retriever: Retriever,
    today: date,
    channel: str = "mail",
    sender: Address | None = None,
    open_requests: Sequence[RequestRow] = (),
    own_requests: Sequence[RequestRow] = (),
    meeting: Meeting | None = None,
) -> DraftText:
    """The reply to a request, with the source of every sentence.

    ``sender`` gives the name for the salutation; without it only ``understanding.contact_name`` can. ``open_requests``
    are those that other messages of the thread opened, so that a question about their state can be answered with the
    day they came in; ``own_requests`` are those of this message, with what colleagues filled in of them since.
    ``meeting`` is the one that a sign-up means, as it is planned now. Raises ``ValueError`` for a message that is no
    request, ``ContentError`` for a broken template.
    """
    if understanding.kind is not Kind.VERZOEK:
        raise ValueError(f"only a request gets a draft, not {understanding.kind}")
    whole, new_text = understanding, new_text[:LONGEST]
    understanding = replace(whole, requests=_said(whole.requests))
    sure = tuple(request for request in understanding.requests if is_sure(request))
    case = Case(
        understanding,
        subject,
        new_text,
        library,
        retriever,
        today,
        channel,
        tuple(open_requests),
        Said(library.entries, qualifier(library), polite=understanding.address_form is AddressForm.U),
        sure,
        meeting,
    )
    blocks = [block(case, request, sure=request in sure) for request in understanding.requests] or [receipt(case)]
    told = [
        part for part in blocks if part.template.endswith(QUESTION) and not part.template.startswith("buiten-bereik/")
    ]
    questions = [
        item
        for item in asked(sure, understanding, new_text, library.intakes, (*open_requests, *own_requests))
        if meeting is None or item.slot.name != WHICH_MEETING
    ]
    rendered = library.replies.render_marked(
        WHOLE,
        **case.words(),
        aanhef=salutation(
            understanding.address_form,
            contact=understanding.contact_name,
            sender=sender,
            new_text=new_text,
            role=understanding.role,
        ),
        blokken=[part.answer for part in blocks if without_marks(part.answer).strip()],
        vragen=[question(case, item) for item in questions],
        vervolg=list(dict.fromkeys(END.sub("", part.next_step) for part in blocks if part.next_step)),
        beantwoord=bool(told) and all(part.found.settles and not part.next_step for part in told),
        niet_alles=any(part.found.answers and part.found.leaves_unnamed and not part.next_step for part in told)
        and not any(part.next_step and not part.found.answers for part in told),
        zeker=bool(sure) and understanding.requests[0] in sure,
    )
    text = said_once(read(rendered), keep=frozenset(case.said.reservations))
    return DraftText(
        template=blocks[0].template,
        subject=reply_subject(subject),
        text=str(text),
        missing=tuple(item.slot.label for item in questions),
        evidence=text.sentences,
        content_hash=library.content_hash,
        warnings=(*warnings(whole, sure, text.sentences, library, today), *_to_count_again(meeting, text)),
    )


def _to_count_again(meeting: Meeting | None, text: Text) -> Iterator[str]:
    if meeting and any(sentence.entry == f"{SOURCE}{meeting.id}" for sentence in text.sentences):
        yield count_again(meeting)


def _said(requests: tuple[Prediction, ...]) -> tuple[Prediction, ...]:
    return requests[:1] + tuple(request for request in requests[1:] if request.confidence >= WORTH_SAYING)


def is_sure(request: Prediction) -> bool:
    """Whether a request is answered, or waits for the reviewer's choice."""
    return request.confidence >= (SURE_OF_NO if request.service == "buiten-bereik" else SURE)


def qualifier(library: Library) -> Callable[[str, str, int], str]:
    """The words of a reservation, which stand in a template of their own."""
    return lambda stood, place, before: library.replies.render(
        RESERVATION, zo_stond_het=stood, waar=place, eerder=before
    ).strip()
