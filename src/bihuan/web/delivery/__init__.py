"""Notices that leave the office: one digest a working day, by e-mail and by group robots."""
