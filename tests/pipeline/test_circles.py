"""From sign-ups by mail to a complete circle: places, proposals, invitations, answers, replacements."""

from email import message_from_bytes, policy

import pytest

from bot.errors import Conflict, IllegalTransition, InvalidInput
from bot.lifecycle import RequestState, Status
from bot.model import Address
from bot.model.programme import Circle, CircleState, NewPlace, Place, PlaceState, PlaceStep
from bot.pipeline import circles, digest, review
from bot.pipeline.deliver import deliver_due
from bot.pipeline.desk import Desk
from bot.pipeline.digest_forms import as_text
from bot.pipeline.prepare import prepare_received
from tests.pipeline.desks import START, Clockwork, ScriptedTransport, eml, fetched

SENDERS = ("bronckhorst", "zutphen", "lochem", "aalten", "winterswijk", "doetinchem")


async def receive(desk: Desk, number: int, raw: bytes) -> int:
    message_id = await desk.store.receive(desk.settings.mailbox_address, fetched(raw, number), desk.now)
    assert message_id is not None
    await prepare_received(desk)
    return message_id


async def sign_up(desk: Desk, number: int, name: str, about: str = "inclusie") -> Place:
    """One municipality mails that it wants to take part."""
    text = f"Beste collega's,\n\nGraag doen wij mee aan een leerkring over {about}.\n\nGroet,\nJan Bos\ngriffier\n"
    raw = eml(number, sender=f"Jan Bos <j.bos@{name}.nl>", subject="Meedoen met een leerkring", text=text)
    message_id = await receive(desk, number, raw)
    return next(one for one in (await desk.circles.board()).places if one.message_id == message_id)


async def answer(desk: Desk, number: int, name: str, text: str, sent: ScriptedTransport) -> None:
    """A reply to the invitation that this municipality got."""
    invited = next(mail for mail in reversed(sent.taken) if f"@{name}.nl" in mail.rcpt_to[0])
    subject = "Re: Uitnodiging"
    await receive(
        desk,
        number,
        eml(
            number, sender=f"Jan Bos <j.bos@{name}.nl>", subject=subject, text=text, In_Reply_To=invited.rfc_message_id
        ),
    )


async def approve_all(desk: Desk, road: ScriptedTransport) -> None:
    """A reviewer approves every invitation, and they go out."""
    board = await desk.circles.board()
    for seat in (seat for circle in board.circles for seat in circle.seats):
        if seat.invitation_status is Status.AWAITING_REVIEW and seat.invitation_id:
            await review.approve(desk, seat.invitation_id, 1, "lotte")
    await deliver_due(desk, road)


async def invited_circle(desk: Desk, road: ScriptedTransport) -> Circle:
    """Five municipalities with an invitation in their mailbox, a sixth one on the waiting list."""
    for number, name in enumerate(SENDERS, start=1):
        await sign_up(desk, number, name)
    made = await circles.plan_of(desk, await desk.circles.board(), "leerkring")
    (one,) = made.proposals
    circle_id = await circles.make(desk, "leerkring", "inclusie", [each.id for each in one.members], "lotte")
    await circles.confirm(desk, circle_id, "lotte")
    await approve_all(desk, road)
    return await desk.circles.circle(circle_id)


async def test_a_sign_up_becomes_a_place_with_what_the_mail_says(desk: Desk) -> None:
    place = await sign_up(desk, 1, "bronckhorst")
    assert (place.service, place.municipality, place.topics) == ("leerkring", "Bronckhorst", ("inclusie",))
    assert (place.role, place.state, place.incomplete) == ("griffier", PlaceState.WAITING, False)
    assert place.contact == Address("Jan Bos", "j.bos@bronckhorst.nl")
    assert place.received_at == START


async def test_three_municipalities_in_one_mail_are_three_places(desk: Desk) -> None:
    text = "Namens de gemeenten Lochem, Zutphen en Aalten meld ik ons aan voor een intervisitatie over burgerraden.\n"
    await receive(desk, 1, eml(1, sender="Jan Bos <j.bos@lochem.nl>", subject="Intervisitatie", text=text))
    board = await desk.circles.board()
    assert {one.municipality for one in board.places} == {"Lochem", "Zutphen", "Aalten"}
    assert {one.service for one in board.places} == {"intervisitatie"}


async def test_a_question_makes_no_place(desk: Desk) -> None:
    await receive(desk, 1, eml(1, subject="Vraag", text="Wat is een leerkring precies?\n"))
    assert (await desk.circles.board()).places == ()


async def test_what_a_place_lacks_comes_with_a_later_mail_or_from_a_person(desk: Desk) -> None:
    text = "Graag doen wij mee aan een leerkring.\n\nJan Bos\n"
    await receive(desk, 1, eml(1, sender="Jan Bos <janbos@gmail.com>", subject="Meedoen", text=text))
    (place,) = (await desk.circles.board()).places
    assert place.incomplete
    raw = eml(2, sender="Jan Bos <janbos@gmail.com>", subject="Re: Meedoen", References="<1@gemeente.example>",
              text="Ik schrijf als griffier namens de gemeente Lochem. Het onderwerp is inclusie.\n")  # fmt: skip
    await receive(desk, 2, raw)
    (place,) = (await desk.circles.board()).places
    assert (place.municipality, place.topics) == ("Lochem", ("inclusie",))
    said = NewPlace("leerkring", "Zutphen", ("jongeren",), place.contact, "griffier", START.date(), "klein")
    await circles.correct_place(desk, place.id, said, "lotte")
    raw = eml(3, sender="Jan Bos <janbos@gmail.com>", subject="Re: Meedoen", References="<1@gemeente.example>",
              text="Ik schrijf namens de gemeente Aalten, over burgerraden.\n")  # fmt: skip
    await receive(desk, 3, raw)
    (place,) = (await desk.circles.board()).places
    assert (place.municipality, place.topics, place.size) == ("Zutphen", ("jongeren",), "klein")


async def test_a_withdrawn_request_takes_its_place_along_and_back(desk: Desk) -> None:
    place = await sign_up(desk, 1, "lochem")
    assert place.request_id
    await review.change_request(desk, place.request_id, RequestState.OPEN, RequestState.WITHDRAWN, "lotte")
    assert (await desk.circles.place(place.id)).state is PlaceState.WITHDRAWN
    await review.change_request(desk, place.request_id, RequestState.WITHDRAWN, RequestState.OPEN, "lotte")
    assert (await desk.circles.place(place.id)).state is PlaceState.WAITING


async def test_five_say_yes_and_the_circle_is_complete(desk: Desk) -> None:
    road = ScriptedTransport()
    circle = await invited_circle(desk, road)
    assert circle.state is CircleState.INVITING
    assert len(road.taken) == 5
    for number, seat in enumerate(circle.seats, start=20):
        name = seat.place.municipality.casefold()
        await answer(desk, number, name, "Ja graag, wij doen mee!\n", road)
    circle = await desk.circles.circle(circle.id)
    assert circle.state is CircleState.COMPLETE
    asked = [await desk.store.request(seat.place.request_id or 0) for seat in circle.seats]
    assert {request.state for request in asked} == {RequestState.SETTLED}


async def test_one_says_no_and_the_waiting_list_fills_the_seat(desk: Desk) -> None:
    road = ScriptedTransport()
    circle = await invited_circle(desk, road)
    names = [seat.place.municipality.casefold() for seat in circle.seats]
    for number, name in enumerate(names[:4], start=20):
        await answer(desk, number, name, "Zeg maar ja.\n", road)
    await answer(desk, 30, names[4], "Helaas kunnen wij niet.\n", road)
    board = await desk.circles.board()
    circle = await desk.circles.circle(circle.id)
    assert (circle.accepted, circle.empty_seats, circle.state) == (4, 1, CircleState.INVITING)
    assert [place.state for place in circle.gone] == [PlaceState.DECLINED]
    assert len(board.refused) == 4
    (best,) = circles.replacements_for(desk, board, circle)
    told = as_text(await digest.build(desk))
    assert "1 plaats is vrij" in told
    await circles.invite(desk, circle.id, best.candidate.id, "lotte")
    await approve_all(desk, road)
    assert len(road.taken) == 6
    await answer(desk, 31, best.candidate.municipality.casefold(), "Akkoord, zet ons er maar bij.\n", road)
    circle = await desk.circles.circle(circle.id)
    assert circle.state is CircleState.COMPLETE
    events = [event.event for event in await desk.circles.history(circle.id)]
    assert events.count("accept") == 5
    assert events.count("decline") == 1


async def test_an_unclear_answer_is_a_question_for_a_person(desk: Desk) -> None:
    road = ScriptedTransport()
    circle = await invited_circle(desk, road)
    first = circle.seats[0].place
    await answer(desk, 20, first.municipality.casefold(), "Ik overleg dit eerst met mijn wethouder.\n", road)
    place = await desk.circles.place(first.id)
    assert place.state is PlaceState.INVITED
    assert place.question
    await circles.step(desk, place.id, PlaceState.INVITED, PlaceStep.ACCEPT, "lotte", "Gebeld")
    place = await desk.circles.place(first.id)
    assert (place.state, place.question) == (PlaceState.ACCEPTED, None)


async def test_a_mail_that_came_before_the_invitation_went_out_is_no_answer(desk: Desk) -> None:
    for number, name in enumerate(SENDERS[:5], start=1):
        await sign_up(desk, number, name)
    made = await circles.plan_of(desk, await desk.circles.board(), "leerkring")
    members = [each.id for each in made.proposals[0].members]
    circle_id = await circles.make(desk, "leerkring", "inclusie", members, "lotte")
    await circles.confirm(desk, circle_id, "lotte")
    raw = eml(9, sender="Jan Bos <j.bos@lochem.nl>", References="<3@gemeente.example>", text="Ja, wij doen mee!\n")
    await receive(desk, 9, raw)
    assert (await desk.circles.circle(circle_id)).accepted == 0


async def test_an_out_of_office_is_no_answer(desk: Desk) -> None:
    road = ScriptedTransport()
    circle = await invited_circle(desk, road)
    name = circle.seats[0].place.municipality.casefold()
    raw = eml(20, sender=f"Jan Bos <j.bos@{name}.nl>", subject="Automatisch antwoord: Re: Uitnodiging",
              Auto_Submitted="auto-replied", In_Reply_To=road.taken[0].rfc_message_id,
              text="Ja, ik ben tot 1 december afwezig en kan helaas niet antwoorden.\n")  # fmt: skip
    await receive(desk, 20, raw)
    place = (await desk.circles.circle(circle.id)).seats[0].place
    assert (place.state, place.question) == (PlaceState.INVITED, None)


async def test_an_invitation_names_the_municipalities_and_no_people(desk: Desk) -> None:
    road = ScriptedTransport()
    circle = await invited_circle(desk, road)
    draft = await desk.store.draft(circle.seats[0].invitation_id or 0)
    assert draft
    text = draft.draft.text
    assert all(seat.place.municipality in text for seat in circle.seats)
    assert "Jan Bos" not in text.split("\n", 1)[1]
    assert "Een kort ja of nee is genoeg." in text
    assert "vijf gemeenten" in text
    assert draft.draft.subject == "Re: Meedoen met een leerkring"
    assert all(piece.entry.startswith("entry:") for piece in draft.draft.evidence)


async def test_an_answer_in_the_second_of_its_invitation_counts(desk: Desk, clock: Clockwork) -> None:
    """Mail servers tell whole seconds."""
    clock.move(seconds=0.4)
    road = ScriptedTransport()
    circle = await invited_circle(desk, road)
    clock.move(seconds=0.4)
    name = circle.seats[0].place.municipality.casefold()
    await answer(desk, 20, name, "Ja graag, wij doen mee!\n", road)
    assert (await desk.circles.circle(circle.id)).accepted == 1


async def test_a_swap_keeps_the_rules_and_a_stopped_circle_lets_everybody_wait_again(desk: Desk) -> None:
    for number, name in enumerate(SENDERS, start=1):
        await sign_up(desk, number, name)
    made = await circles.plan_of(desk, await desk.circles.board(), "leerkring")
    (one,) = made.proposals
    circle_id = await circles.make(desk, "leerkring", "inclusie", [each.id for each in one.members], "lotte")
    swap = one.alternatives[0]
    await circles.exchange(desk, circle_id, swap.out.id, swap.into.id, "lotte")
    circle = await desk.circles.circle(circle_id)
    assert swap.into.id in {seat.place.id for seat in circle.seats}
    assert (await desk.circles.place(swap.out.id)).state is PlaceState.WAITING
    await circles.keep_apart(desk, swap.out.municipality, swap.into.municipality, "", "lotte")
    other = next(seat.place for seat in circle.seats if seat.place.id != swap.into.id)
    with pytest.raises(InvalidInput, match="komen niet samen"):
        await circles.exchange(desk, circle_id, other.id, swap.out.id, "lotte")
    await circles.confirm(desk, circle_id, "lotte")
    with pytest.raises(Conflict):
        await circles.confirm(desk, circle_id, "els")
    await circles.stop(desk, circle_id, "Toch niet", "lotte")
    board = await desk.circles.board()
    assert {place.state for place in board.places} == {PlaceState.WAITING}
    (stopped,) = board.circles
    assert (stopped.state, stopped.seats) == (CircleState.STOPPED, ())
    assert not (await desk.store.queue((Status.AWAITING_REVIEW,), size=50)).rows[6:]
    with pytest.raises(IllegalTransition):
        await circles.stop(desk, circle_id, "Nog eens", "lotte")


async def test_nobody_sits_in_two_circles(desk: Desk) -> None:
    places = [await sign_up(desk, number, name) for number, name in enumerate(SENDERS[:5], start=1)]
    numbers = [place.id for place in places]
    await circles.make(desk, "leerkring", "inclusie", numbers, "lotte")
    with pytest.raises((Conflict, InvalidInput)):
        await circles.make(desk, "leerkring", "inclusie", numbers, "els")
    assert len((await desk.circles.board()).circles) == 1


async def test_an_invitation_without_answer_is_late_after_ten_working_days(desk: Desk, clock: Clockwork) -> None:
    road = ScriptedTransport()
    circle = await invited_circle(desk, road)
    seat = (await desk.circles.circle(circle.id)).seats[0]
    assert circles.answer_due(desk, seat)
    assert circles.answer_late(desk, seat) == 0
    clock.move(days=20)
    assert circles.answer_late(desk, seat) == 4
    assert "5 uitnodigingen wachten op antwoord" in as_text(await digest.build(desk))


async def test_a_place_by_hand_gets_an_invitation_in_a_conversation_of_its_own(desk: Desk) -> None:
    for name in ("Lochem", "Zutphen", "Aalten", "Winterswijk", "Bronckhorst"):
        contact = Address("Jan Bos", f"j.bos@{name.casefold()}.nl")
        new = NewPlace("intervisitatie", name, ("burgerraden",), contact, "griffier", START.date())
        await circles.add_place(desk, new, "lotte")
    board = await desk.circles.board()
    made = await circles.plan_of(desk, board, "intervisitatie")
    assert "1 intervisitatie kan starten" in as_text(await digest.build(desk))
    members = [each.id for each in made.proposals[0].members]
    circle_id = await circles.make(desk, "intervisitatie", "burgerraden", members, "lotte")
    road = ScriptedTransport()
    await circles.confirm(desk, circle_id, "lotte")
    await approve_all(desk, road)
    circle = await desk.circles.circle(circle_id)
    mails = [message_from_bytes(outgoing.raw, policy=policy.default) for outgoing in road.taken]
    assert {mail["Subject"] for mail in mails} == {"Uitnodiging intervisitatie over burgerraden"}
    await answer(desk, 20, circle.seats[0].place.municipality.casefold(), "Wij doen graag mee.\n", road)
    assert (await desk.circles.circle(circle_id)).accepted == 1
    await circles.set_committee(desk, circle_id, {"gs": "Lochem", "voorzitter": "Oud-burgemeester van elders"}, "lotte")
    with pytest.raises(InvalidInput, match="onafhankelijk"):
        await circles.set_committee(desk, circle_id, {"voorzitter": "Burgemeester van Lochem"}, "lotte")
    with pytest.raises(InvalidInput, match="zit niet in"):
        await circles.set_committee(desk, circle_id, {"gs": "Utrecht"}, "lotte")
    await circles.set_steps(desk, circle_id, 0, 2, "lotte")
    with pytest.raises(Conflict):
        await circles.set_steps(desk, circle_id, 0, 3, "els")
    circle = await desk.circles.circle(circle_id)
    assert (circle.steps_done, circle.committee["gs"]) == (2, "Lochem")


async def test_a_sign_up_by_chat_gets_an_invitation_that_answers_no_mail(desk: Desk) -> None:
    question = "Graag melden wij ons aan voor een leerkring.\n\nOnderwerp: inclusie\nFunctie: Griffier"
    await desk.store.receive_chat(question, Address("Ria Bos", "r.bos@zutphen.nl"), desk.now, municipality="Zutphen")
    await prepare_received(desk)
    for number, name in enumerate(("bronckhorst", "lochem", "aalten", "winterswijk"), start=1):
        await sign_up(desk, number, name)
    members = [place.id for place in (await desk.circles.board()).places]
    circle_id = await circles.make(desk, "leerkring", "inclusie", members, "lotte")
    await circles.confirm(desk, circle_id, "lotte")
    road = ScriptedTransport()
    await approve_all(desk, road)
    mails = {sent.rcpt_to[0]: message_from_bytes(sent.raw, policy=policy.default) for sent in road.taken}
    by_chat, by_mail = mails["r.bos@zutphen.nl"], mails["j.bos@lochem.nl"]
    assert (by_chat["Subject"], by_chat["In-Reply-To"]) == ("Uitnodiging leerkring over inclusie", None)
    assert (by_mail["Subject"], by_mail["In-Reply-To"]) == ("Re: Meedoen met een leerkring", "<2@gemeente.example>")
    await answer(desk, 20, "zutphen", "Wij doen graag mee.\n", road)
    assert (await desk.circles.circle(circle_id)).accepted == 1


async def test_who_is_forgotten_leaves_no_name_on_the_board(desk: Desk) -> None:
    place = await sign_up(desk, 1, "lochem")
    await circles.step(desk, place.id, PlaceState.WAITING, PlaceStep.WITHDRAW, "lotte", "Jan Bos belde")
    assert (await desk.store.export_person("J.Bos@lochem.nl"))["plaatsen"]
    await desk.store.forget_person("j.bos@lochem.nl", "els", desk.now, really=True)
    place = await desk.circles.place(place.id)
    assert place.contact is None
    assert place.municipality == "Lochem"
    assert b"Jan Bos" not in (desk.settings.data_dir / "thorbecke.sqlite3").read_bytes()


async def test_a_contact_of_a_place_by_hand_goes_when_it_is_decided_and_old(desk: Desk, clock: Clockwork) -> None:
    contact = Address("Jan Bos", "j.bos@lochem.nl")
    places = [
        await circles.add_place(
            desk, NewPlace("leerkring", name, ("inclusie",), contact, "griffier", START.date()), "lotte"
        )
        for name in ("Lochem", "Zutphen")
    ]
    await circles.step(desk, places[0], PlaceState.WAITING, PlaceStep.WITHDRAW, "lotte", "")
    clock.move(days=400)
    await desk.store.purge_before(desk.now, "assistent", desk.now, really=True)
    assert (await desk.circles.place(places[0])).contact is None
    assert (await desk.circles.place(places[1])).contact == contact
