"""Queries to results, off the window's thread: the worker, devices, loaded models, mailboxes.

Free of Qt and of any particular system; torch is imported on the worker alone.
"""

from explorer.engine.engine import Engine, Ticket
from explorer.engine.mailbox import Listener

__all__ = ["Engine", "Listener", "Ticket"]
