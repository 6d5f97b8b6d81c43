"""A is to B as C is to D: four pictures that are chosen, carried from one to the other, dropped in
from outside, and, where one is missing, asked for.
"""

from explorer.views.slots.board import SlotBoard
from explorer.views.slots.view import NAMES, SlotView

__all__ = ["NAMES", "SlotBoard", "SlotView"]
