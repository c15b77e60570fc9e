"""The office: pages, API and background work over one database; the only room with state."""
