"""The SMTP edge: the road out behind the port ``Transport``."""
