"""The conversation of the chat: ``hear`` takes a conversation and one message, and gives the conversation that follows.

Pure functions over the table of ``bot.dialogue``: no store, no clock, no network. ``listening`` is the road of a
message as a visible list of steps; ``questions`` answers, ``errands`` arranges. ``business`` is what happens outside:
the mail with the link, and the request that comes of it.
"""

from bot.pipeline.dialogue.listening import LISTENING, hear
from bot.pipeline.dialogue.means import Means

__all__ = ["LISTENING", "Means", "hear"]
