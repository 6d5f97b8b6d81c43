"""The window and what surrounds every exhibit. Nothing here imports torch."""
