"""One reply per message: every request answered in its order, from the templates and the knowledge base alone."""

from bot.pipeline.drafting.reply import SURE, draft_reply

__all__ = ["SURE", "draft_reply"]
