"""Worlds of objects that lie over each other, with everything recorded that measuring needs."""
