"""F6 and Shift+F6: the focus goes from region to region, and inside each to where it last was."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def move(regions: Sequence[QWidget], focus: QWidget | None, step: int) -> QWidget | None:
    """Focus the next region (`step` 1) or the one before (-1) that can take it; returns what has
    the focus then."""
    at = next((index for index, region in enumerate(regions) if _holds(region, focus)), None)
    start = (-1 if step > 0 else len(regions)) if at is None else at
    for distance in range(1, len(regions) + 1):
        region = regions[(start + step * distance) % len(regions)]
        if region.isVisible() and (target := _first(region)) is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return target
    return None


def _holds(region: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (region is focus or region.isAncestorOf(focus))


def _first(region: QWidget) -> QWidget | None:
    """What Tab would reach first inside a region, or the region itself."""
    last = region.focusWidget()
    inside = [last] if last is not None and region.isAncestorOf(last) else []
    for widget in (*inside, region, *region.findChildren(QWidget)):
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and widget.isVisible() and widget.isEnabled():
            return widget
    return None
