"""Reading what a mail or a question says; pure functions over the model."""
