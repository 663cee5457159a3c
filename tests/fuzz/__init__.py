"""Coverage-guided fuzzing of what strangers can reach in a mail: ``make fuzz``."""
