"""Files of a reply on the page: added and taken out with the text, and seen by the colleague who approves."""

from bot.lifecycle import Status
from tests.web.room import DRAFT, WRITES, Room, form_token

FORM = {"onderwerp": "Re: Leerkring", "tekst": DRAFT, "kopie": "", "gezien": ""}


async def send(
    room: Room, noun: str, *files: tuple[str, bytes], name: str = "lotte", **fields: object
) -> tuple[int, str]:
    """Press a button of the form as a browser does that has files picked, or an empty field for them."""
    number = room.messages[Status.AWAITING_REVIEW]
    async with room.logged_in(name) as browser:
        page = (await browser.get(f"/berichten/{number}")).text
        picked = [("bijlage", (file, content, "text/html")) for file, content in files or (("", b""),)]
        version = (await room.desk.store.message(number)).draft_version
        data = {"csrf": form_token(page), "versie": str(version), **FORM, **fields}
        answer = await browser.post(f"/berichten/{number}/{noun}", data=data, files=picked, headers=WRITES)
        page = answer.text if answer.status_code != 303 else (await browser.get(f"/berichten/{number}")).text
        return answer.status_code, page


async def enclosures(room: Room) -> list[tuple[int, str]]:
    draft = await room.desk.store.draft(room.messages[Status.AWAITING_REVIEW])
    assert draft
    return [(each.id, each.name) for each in draft.draft.enclosures]


async def test_files_are_listed_saved_to_disk_and_taken_out(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    code, html = await send(room, "concept", ("../<b>plan.html", b"<script>alert(1)</script>"), ("b.txt", b"b"))
    assert code == 303
    (first, name), (second, _) = await enclosures(room)
    assert f'href="/berichten/{number}/bijlagen/{first}"' in html
    assert "<b>" not in html
    async with room.logged_in("kim") as browser:
        saved = await browser.get(f"/berichten/{number}/bijlagen/{first}")
        assert saved.content == b"<script>alert(1)</script>"
        assert saved.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert (saved.headers["content-type"], saved.headers["x-content-type-options"]) == (
            "application/octet-stream", "nosniff")  # fmt: skip
        assert (await browser.get(f"/berichten/{room.messages[Status.CLOSED]}/bijlagen/{first}")).status_code == 404
    code, html = await send(room, "concept", zonder=str(second))
    assert (code, await enclosures(room)) == (303, [(first, name)])


async def test_a_file_that_is_picked_goes_along_with_the_approval(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    code, html = await send(room, "goedkeuring", ("plan.pdf", b"%PDF-1.7"))
    assert code == 303
    assert "plan.pdf" in html
    outgoing = await room.desk.store.outgoing(number)
    assert outgoing
    assert b'filename="plan.pdf"' in outgoing.raw


async def test_an_approval_that_stops_says_that_the_files_are_gone(room: Room) -> None:
    code, html = await send(room, "goedkeuring", ("plan.pdf", b"%PDF-1.7"), kopie="x@gmail.com")
    assert code == 422
    assert "Kies ze opnieuw: plan.pdf." in html
    assert await enclosures(room) == []


async def test_too_large_or_too_many_is_told(room: Room) -> None:
    code, html = await send(room, "concept", ("groot.pdf", b"x" * 10_000_001))
    assert (code, "samen groter dan 10 MB" in html) == (422, True)
    code, html = await send(room, "concept", *((f"{n}.pdf", b"x") for n in range(6)))
    assert (code, "ten hoogste 5 bijlagen" in html) == (422, True)
    assert (await send(room, "concept", ("groot.pdf", b"x" * 12_000_001)))[0] == 413


async def test_only_who_is_logged_in_may_send_a_large_form(room: Room) -> None:
    number = room.messages[Status.AWAITING_REVIEW]
    async with room.browser() as browser:
        picked = [("bijlage", ("groot.pdf", b"x" * 2_000_000, "application/pdf"))]
        answer = await browser.post(f"/berichten/{number}/concept", data=FORM, files=picked, headers=WRITES)
    assert answer.status_code == 413


async def test_other_forms_take_no_files(room: Room) -> None:
    code, _ = await send(room, "sluiting", ("plan.pdf", b"%PDF-1.7"), reden="x")
    assert code == 400
