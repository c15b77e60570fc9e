"""Every write: keyword-only, by=person, one transaction, one Event."""
