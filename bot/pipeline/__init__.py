"""How a message goes through its life cycle: one module per step, each a few functions on the ports."""
