"""Everything on one machine: embedded mail servers, sample mail, a mail page for visitors."""
