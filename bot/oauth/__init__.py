"""Access tokens for the mail server (OAuth 2.0)."""
