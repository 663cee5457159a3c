"""The conversation of the chat: scripted conversations, misuse, the table, and each part by itself."""
