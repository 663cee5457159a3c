"""The staff pages and the chat."""
