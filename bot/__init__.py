"""The assistant of the shared mailbox thorbecke2024@vng.nl.

Read ``lifecycle`` (what can happen to a message), then the names in ``pipeline`` (how it happens), then ``app`` (who
runs it); the rest are rooms behind these three.
"""

__version__ = "0.1.0"
