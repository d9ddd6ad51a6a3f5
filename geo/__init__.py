"""Reports to events."""
