"""Mail as bytes and as a model: parse, body, screen, compose. Nothing here opens a socket or a file."""
