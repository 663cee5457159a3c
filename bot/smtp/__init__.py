"""The road out by SMTP."""
