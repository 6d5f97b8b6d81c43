"""How sure something is: names with shares as bars behind them, and one share with a threshold."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.views.theme import Themed

HIGH, GAP = 24, 4  # px of a row, and between two


def percent(share: float) -> str:
    """A share in words; never more sure than it is."""
    if 0 < share < 0.01:
        return "< 1 %"
    return "> 99 %" if share > 0.99 else f"{100 * share:.0f} %"


class ShareBars(Themed, QWidget):
    """A row for each name: a bar as long as its share, the name over it, the share at the right."""

    def __init__(self, name: str, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._most = name, rows
        self._items: list[tuple[str, float]] = []
        self._updating = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()
        self.set_items(())

    def set_items(self, items: Sequence[tuple[str, float]]) -> None:
        """(name, share), the largest first; as many as there are rows are shown."""
        shown = list(items[: self._most])
        if shown == self._items and self.accessibleName():
            return
        self._items = shown
        told = ", ".join(f"{name} {percent(share)}" for name, share in self._items)
        self.setAccessibleName(f"{self._name}: {told}" if told else self._name)
        self.update()

    def set_updating(self, updating: bool) -> None:
        if updating != self._updating:
            self._updating = updating
            self.update()

    @property
    def items(self) -> list[tuple[str, float]]:
        return list(self._items)

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(self._most * (HIGH + GAP) - GAP))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.height())

    def _row(self, index: int) -> QRectF:
        px = self.theme.px
        return QRectF(0, index * px(HIGH + GAP), self.width(), px(HIGH))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = int(event.pos().y() // self.theme.px(HIGH + GAP))
            if 0 <= index < len(self._items):
                name, share = self._items[index]
                QToolTip.showText(event.globalPos(), f"{name}, {percent(share)}", self)
            return True
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.4 if self._updating else 1.0)
        for index, (name, share) in enumerate(self._items):
            box = self._row(index)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("panel"))
            painter.drawRoundedRect(box, px(5), px(5))
            painter.setBrush(theme.colour("accbg"))
            wide = max(px(4), box.width() * min(1.0, share))
            painter.save()
            painter.setClipRect(QRectF(0, box.top(), wide, box.height()))
            painter.drawRoundedRect(box, px(5), px(5))
            painter.restore()
            painter.setFont(theme.font(13, 600 if index == 0 else 400))
            painter.setPen(theme.colour("text" if index == 0 else "text2"))
            metrics, told = QFontMetrics(painter.font()), percent(share)
            room = metrics.horizontalAdvance(told)
            middle = Qt.AlignmentFlag.AlignVCenter
            inner = box.adjusted(px(8), 0, -px(8), 0)
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, told)
            left = inner.adjusted(0, 0, -room - px(6), 0)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(left.width()))
            painter.drawText(left, middle, shown)


class ShareMark(Themed, QWidget):
    """One share on a bar, and the threshold from which on it counts."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._share, self._threshold = 0.0, 0.5
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()
        self.set_share(0.0, 0.5)

    def set_share(self, share: float, threshold: float) -> None:
        self._share, self._threshold = share, threshold
        told = f"{percent(share)}, it counts from {percent(threshold)} on"
        self.setAccessibleName(f"{self._name}: {told}")
        self.setToolTip(told)
        self.update()

    @property
    def share(self) -> float:
        return self._share

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(18))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(160), self.theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, px(5), self.width(), px(8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("field"))
        painter.drawRoundedRect(bar, px(4), px(4))
        if self._share > 0:
            painter.setBrush(theme.colour("acc" if self._share >= self._threshold else "nn"))
            full = QRectF(bar)
            full.setWidth(max(px(8), bar.width() * min(1.0, self._share)))
            painter.drawRoundedRect(full, px(4), px(4))
        x = bar.left() + bar.width() * self._threshold
        painter.setPen(QPen(theme.colour("text"), 2 * theme.scale))
        painter.drawLine(round(x), 1, round(x), self.height() - 1)
