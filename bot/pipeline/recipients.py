"""Who gets a reply: the sender, and in copy whom a reviewer adds; what a colleague should notice about each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.errors import InvalidInput
from bot.mail.addresses import read_addresses
from bot.mail.headers import split_headers
from bot.mail.identity import usable
from bot.mail.parse import parse
from bot.model import Address, MessageRow
from bot.pipeline.desk import Desk

MOST_COPIES = 20
UNREADABLE = "Deze adressen kunnen niet worden gelezen. Zet tussen de adressen een komma, bijvoorbeeld: a@b.nl, c@d.nl."


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets the reply."""

    address: Address
    in_copy: bool
    remarks: tuple[str, ...] = ()
    """Why a colleague should look twice, in Dutch; empty for who is no surprise."""


def copies(desk: Desk, message: MessageRow, typed: str) -> tuple[Address, ...]:
    """The addresses that a reviewer typed, without names, each once. ``InvalidInput`` (Dutch) for what is none."""
    line = " ".join(typed.split())
    found = read_addresses(line)
    if found.doubtful or found.truncated or (line and not found.addresses):
        raise InvalidInput(UNREADABLE)
    to = message.reply_address.addr_spec.casefold() if message.reply_address else ""
    chosen = {address.addr_spec.casefold(): _mailable(address) for address in found.addresses}
    if own := [spec for spec in chosen if spec in desk.settings.addresses]:
        raise InvalidInput(f"{own[0]} is het adres van deze mailbox zelf. Haal het weg uit \u2018Kopie aan\u2019.")
    if len(chosen) > MOST_COPIES:
        raise InvalidInput(f"Een antwoord kan naar ten hoogste {MOST_COPIES} adressen in kopie.")
    return tuple(address for spec, address in chosen.items() if spec != to)


def _mailable(address: Address) -> Address:
    plain = usable(Address("", address.addr_spec))
    if "." not in plain.addr_spec.rpartition("@")[2]:
        raise InvalidInput(f"Het adres \u2018{plain.addr_spec}\u2019 is niet volledig. Controleer het adres.")
    return plain


async def in_the_mail(desk: Desk, message: MessageRow) -> tuple[Address, ...]:
    """Everybody whom the mail names in its headers, but us."""
    named = [address for address in (message.sender, message.reply_address) if address]
    if message.channel == "mail":
        head = await desk.screen.head(message.id)
        mail = parse(head[: split_headers(head, 0, len(head))[1]])
        named += [*mail.reply_to, *mail.to, *mail.cc]
    once = {address.addr_spec.casefold(): address for address in reversed(named)}
    return tuple(once[spec] for spec in reversed(once) if spec not in desk.settings.addresses)


def recipients(
    desk: Desk, message: MessageRow, in_copy: Sequence[Address], named: Iterable[Address]
) -> tuple[Recipient, ...]:
    """The reply's recipients; ``named`` is who stood in the mail."""
    known = {address.addr_spec.casefold() for address in named}
    to = message.reply_address
    first = [Recipient(to, in_copy=False, remarks=_remarks(desk, message, to, known))] if to else []
    return (*first, *(Recipient(each, in_copy=True, remarks=_remarks(desk, message, each, known)) for each in in_copy))


def _remarks(desk: Desk, message: MessageRow, address: Address, known: set[str]) -> tuple[str, ...]:
    spec = address.addr_spec.casefold()
    found = []
    if spec not in known:
        found.append("stond niet in de mail")
    elif address == message.reply_address and message.sender and spec != message.sender.addr_spec.casefold():
        found.append("is een ander adres dan dat van de afzender")
    names = message.understanding.municipalities if message.understanding else ()
    if names and not _inside(desk, names, spec.rpartition("@")[2]):
        found.append(f"hoort niet bij {' of '.join(names)}")
    return tuple(found)


def _inside(desk: Desk, names: Sequence[str], domain: str) -> bool:
    """Whether a domain is of these municipalities or of colleagues; one without known domains proves nothing."""
    ours = {each.casefold() for each in desk.settings.staff_domains}
    theirs = {each for row in desk.library.municipalities if row.name in names for each in row.domains}
    return not theirs or any(domain == each or domain.endswith(f".{each}") for each in ours | theirs)


async def strangers(desk: Desk, message: MessageRow, added: Sequence[Address]) -> tuple[Recipient, ...]:
    """Those of the added addresses about whom something is to be noticed."""
    if not added:
        return ()
    named = await in_the_mail(desk, message)
    return tuple(each for each in recipients(desk, message, added, named) if each.in_copy and each.remarks)
