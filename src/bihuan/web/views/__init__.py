"""The pages, room by room; each module lists its own addresses."""
