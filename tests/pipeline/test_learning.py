"""A correction counts for the next mail, survives a restart, and stops when the content editor rejects it."""

from pathlib import Path

import pytest

from bot.content.examples import load_examples
from bot.errors import Conflict
from bot.lifecycle import Status
from bot.model import Kind, MessageRow, Standing
from bot.pipeline import learning, review
from bot.pipeline.desk import Desk
from bot.pipeline.prepare import prepare_received
from tests.pipeline.desks import START, eml, fetched, open_test_desk

TEXT = "Wij willen volgend jaar de dorpentafel houden. Wie van jullie schuift er dan aan om met ons mee te denken?"
ALIKE = "Ook wij willen volgend jaar een dorpentafel houden. Wie van jullie schuift er dan aan om mee te denken?"
ELSE = "Graag ontvangen wij vijf exemplaren van de inspiratiebundel voor onze raadsleden."


async def arrive(desk: Desk, number: int, text: str, sender: str = "h.wolters@bronckhorst.nl") -> MessageRow:
    raw = eml(number, text=f"Beste mensen,\n\n{text}\n", subject="Dorpentafel", sender=sender)
    message_id = await desk.store.receive("a", fetched(raw, uid=number), START)
    assert message_id is not None
    await prepare_received(desk)
    return await desk.store.message(message_id)


def first(message: MessageRow) -> tuple[str, str]:
    assert message.understanding is not None
    return message.understanding.requests[0].service, message.understanding.requests[0].act


async def test_correct_one_and_the_next_is_read_so_until_it_is_rejected(tmp_path: Path) -> None:
    labels = review.Labels([("herontwerpatelier", "klacht")], ["Bronckhorst"])
    async with open_test_desk(tmp_path) as desk:
        before = await arrive(desk, 1, TEXT)
        assert first(before) != ("herontwerpatelier", "klacht")
        await review.correct(desk, before.id, labels, "lotte")
        alike = await arrive(desk, 2, ALIKE, "m@heerde.nl")
        assert first(alike) == ("herontwerpatelier", "klacht")
        assert alike.understanding is not None
        assert alike.understanding.requests[0].evidence[0] == "eerder gecorrigeerd door een collega"
        assert alike.understanding.municipalities == ("Heerde",)
        assert first(await arrive(desk, 3, ELSE))[0] == "inspiratie"
    async with open_test_desk(tmp_path) as desk:  # the service was restarted
        assert first(await arrive(desk, 4, ALIKE + " Alvast dank!")) == ("herontwerpatelier", "klacht")
        (waiting,) = await desk.store.corrections()
        await learning.judge(desk, waiting.id, Standing.WAITING, Standing.REJECTED, "els")
        assert first(await arrive(desk, 5, ALIKE + " Graag gedaan!")) != ("herontwerpatelier", "klacht")
        await learning.judge(desk, waiting.id, Standing.REJECTED, Standing.ACCEPTED, "els")
        assert first(await arrive(desk, 6, ALIKE + " Bedankt!")) == ("herontwerpatelier", "klacht")


async def test_what_a_person_chose_is_never_read_again(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        one, two = [await arrive(desk, number, text) for number, text in ((1, TEXT), (2, ALIKE))]
        await review.correct(desk, one.id, review.Labels([("theater", "aanmelden")], []), "lotte")
        await review.correct(desk, two.id, review.Labels([("expert", "aanmelden")], []), "els")
        await prepare_received(desk)
        assert first(await desk.store.message(one.id)) == ("theater", "aanmelden")
        assert first(await desk.store.message(two.id)) == ("expert", "aanmelden")


async def test_a_mail_that_is_no_request_by_correction_still_waits_for_a_person(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        one = await arrive(desk, 1, TEXT)
        await review.correct(desk, one.id, review.Labels([], [], kind=Kind.SPAM), "lotte")
        two = await arrive(desk, 2, TEXT + " Dank!")
        assert (two.status, two.kind, two.draft_version) == (Status.AWAITING_REVIEW, Kind.SPAM, 0)


async def test_forgetting_the_sender_forgets_the_example(tmp_path: Path) -> None:
    other = tmp_path / "untaught"
    other.mkdir()
    async with open_test_desk(other) as desk:
        untaught = first(await arrive(desk, 1, ALIKE, "m@heerde.nl"))
    async with open_test_desk(tmp_path) as desk:
        one = await arrive(desk, 1, TEXT)
        await review.correct(desk, one.id, review.Labels([("herontwerpatelier", "klacht")], []), "lotte")
        (waiting,) = await desk.store.corrections()
        await learning.judge(desk, waiting.id, Standing.WAITING, Standing.ACCEPTED, "els")
        await desk.store.forget_person("h.wolters@bronckhorst.nl", "els", START, really=True)
        assert await desk.store.corrections() == ()
        assert first(await arrive(desk, 2, ALIKE, "m@heerde.nl")) == untaught


async def test_two_editors_do_not_overrule_each_other_unseen(tmp_path: Path) -> None:
    async with open_test_desk(tmp_path) as desk:
        one = await arrive(desk, 1, TEXT)
        await review.correct(desk, one.id, review.Labels([("theater", "aanmelden")], []), "lotte")
        (waiting,) = await desk.store.corrections()
        await learning.judge(desk, waiting.id, Standing.WAITING, Standing.ACCEPTED, "els")
        with pytest.raises(Conflict):
            await learning.judge(desk, waiting.id, Standing.WAITING, Standing.REJECTED, "jan")
        assert [each.standing for each in await desk.store.corrections()] == [Standing.ACCEPTED]


async def test_what_is_accepted_is_a_file_of_examples_without_people(tmp_path: Path) -> None:
    words = f"{TEXT}\nBel gerust Annemiek Tuinstra op 06 1234 5678, of mail a.tuinstra@bronckhorst.nl."
    async with open_test_desk(tmp_path) as desk:
        one = await arrive(desk, 1, words, "Annemiek Tuinstra <a.tuinstra@bronckhorst.nl>")
        labels = review.Labels([("herontwerpatelier", "klacht")], [], topics=["spelregels"], role="griffier")
        await review.correct(desk, one.id, labels, "lotte")
        (waiting,) = await desk.store.corrections()
        assert learning.accepted([waiting], desk.library) == ""
        await learning.judge(desk, waiting.id, Standing.WAITING, Standing.ACCEPTED, "els")
        text = learning.accepted(await desk.store.corrections(), desk.library)
    assert not [secret for secret in ("Annemiek", "Tuinstra", "tuinstra", "1234") if secret in text]
    folder = tmp_path / "knowledge" / "examples"
    folder.mkdir(parents=True)
    (folder / "correcties.yaml").write_text(text, encoding="utf-8")
    (example,) = load_examples(tmp_path / "knowledge")
    assert (example.requests, example.topics) == ((("herontwerpatelier", "klacht"),), ("spelregels",))
    assert (example.role, example.subject) == ("griffier", "Dorpentafel")
    assert TEXT in example.text
