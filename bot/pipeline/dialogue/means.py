"""What a conversation is held with: the knowledge, the register of municipalities, the texts, what may be promised."""

from dataclasses import dataclass

from bot.content.forms import in_form
from bot.content.sayings import filled
from bot.model import AddressForm, Said
from bot.pipeline.asked import Knowledge
from bot.understanding.places import Register

COLLEAGUE = "Vraag het aan een collega"
"""The words of the button that hands over, in every state."""


@dataclass(frozen=True, slots=True)
class Means:
    """Needs no store; the same for all visitors of one moment."""

    knowledge: Knowledge
    register: Register
    may_mail: bool = True
    """Whether a link can be mailed, so that something can be arranged."""
    answer_days: int = 5
    """Working days in which a colleague usually answers."""

    def text(self, occasion: str, form: AddressForm, what: str = "") -> str:
        """A curated text of ``gesprek.yaml`` in this form of address, with ``what`` in its gap."""
        said = in_form(self.knowledge.library.sayings[occasion], polite=form is AddressForm.U)
        return filled(said, {"wat": what, "dagen": str(self.answer_days)})

    def say(self, occasion: str, form: AddressForm, what: str = "") -> Said:
        """The same as something that is said."""
        return Said(self.text(occasion, form, what))
