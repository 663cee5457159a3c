"""The rules of the programme's own work: working days, circles, visits, experts."""
