"""invexplorer: a desktop laboratory for vision as inverse graphics."""

__version__ = "0.1.0"
