"""The mailbox behind IMAP."""
