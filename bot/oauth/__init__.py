"""OAuth 2.0: access tokens for the mail server, and the log-in of colleagues at their organisation."""
