"""Two fictional meetings for the demo, so that the sign-ups of the sample mail have a list to go on."""

from datetime import datetime, time, timedelta

from bot.clock import AMSTERDAM, in_amsterdam
from bot.model.meetings import MeetingPlan
from bot.pipeline.desk import Desk


async def plan_examples(desk: Desk, actor: str) -> None:
    """Once for a folder: three and six weeks ahead, called what they are."""
    if (await desk.meetings.book()).meetings:
        return
    examples = (
        (3, "Voorbeeld: werksessie over inclusie", "Voorbeeldzaal, Weert", False, 6, "Weert"),
        (6, "Voorbeeld: online terugblik", "", True, None, ""),
    )
    for weeks, title, place, online, places, host in examples:
        day = in_amsterdam(desk.now).date() + timedelta(weeks=weeks)
        begin = datetime.combine(day, time(13), AMSTERDAM).astimezone(desk.now.tzinfo)
        plan = MeetingPlan(title, begin, begin + timedelta(hours=3), place, online, places, host)
        uid = f"voorbeeld-{weeks}-{desk.new_token()}@{desk.settings.message_id_domain}"
        await desk.meetings.plan(uid, plan, actor, desk.now)
