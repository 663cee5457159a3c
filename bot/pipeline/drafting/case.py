"""The case: one message that is being answered, and the words that every template of its reply may use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.content.library import Library
from bot.content.provenance import clean
from bot.model import AddressForm, Prediction, RequestRow, Understanding
from bot.model.dutch import listed, number
from bot.model.meetings import Meeting
from bot.pipeline.drafting.dates import past_date
from bot.pipeline.drafting.saying import Said
from bot.pipeline.drafting.wording import SERVICES, municipality
from bot.understanding.match import Retriever


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the reply to one message is made of. ``said`` grows while it is written."""

    understanding: Understanding
    subject: str
    new_text: str
    library: Library
    retriever: Retriever
    today: date
    channel: str
    open_requests: tuple[RequestRow, ...]
    said: Said
    sure: tuple[Prediction, ...] = ()
    """The requests that get an answer of their own."""
    meeting: Meeting | None = None
    """The meeting to come that a sign-up means; None when that is not clear."""

    def words(self) -> dict[str, object]:
        """What every template may use: the form of address, and what the sender told, as clean short data."""
        read = self.understanding
        polite = read.address_form is AddressForm.U
        first = read.requests[0] if read.requests else None
        return {
            "kies": _chooser(polite=polite),
            "u": "u" if polite else "je",
            "uw": "uw" if polite else "je",
            "U": "U" if polite else "Je",
            "Uw": "Uw" if polite else "Je",
            "zeg": self.said.say,
            "kanaal": self.channel,
            "taal": read.language,
            "rol": read.role,
            "aantal": len(read.requests),
            "eerste_act": first.act if first else "",
            "aanvulling": bool(first and first.act == "aanmelden" and running(self, first)),
            "eerste_dienst": first.service if first else "",
            "dienst": SERVICES.get(first.service, "") if first else "",
            "gemeente": clean(municipality(read.municipalities[:4]), longest=120),
            "mogelijke_gemeenten": ""
            if read.municipalities
            else clean(listed(read.municipality_candidates[:4], "of"), longest=120),
            "deelnemers": number(read.participants),
            "aantal_deelnemers": read.participants or 0,
            "datums": ""
            if past_date(" ".join(read.wished_dates), self.today)
            else clean(listed([words[:1].lower() + words[1:] for words in read.wished_dates[:3]], "of")),
        }


def _chooser(*, polite: bool) -> Callable[[str, str], str]:
    return lambda formal, informal: formal if polite else informal


def running(case: Case, request: Prediction) -> RequestRow | None:
    """What is open in this thread for the service that a mail is about."""
    return next((row for row in case.open_requests if row.service == request.service and row.act != "status"), None)
