"""Worlds in which a change can be carried from one pair of pictures to another."""
