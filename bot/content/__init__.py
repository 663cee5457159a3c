"""The curated content: where it lies, how it is read, what makes it valid."""
