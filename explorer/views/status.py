"""The line at the foot of the window: what is happening, how far it is, and what answers."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from explorer.views.buttons import LinkButton
from explorer.views.dot import Dot
from explorer.views.layout import Elided, label
from explorer.views.theme import Themed

BAR_AFTER_MS = 300
CANCEL_AFTER_MS = 1000
KINDS = {"ready": "ok", "busy": "acc", "failed": "err", "idle": "nn", "note": "warn"}


class StatusLine(Themed, QWidget):
    """Left: dot, state, bar, per cent, Cancel. Right: model, latency, device.

    Short work shows nothing: the bar comes after 300 ms, Cancel after a second.

    Signals:
        cancelled(): the person pressed Cancel.
        device_clicked(): the person wants another device.
    """

    cancelled = Signal()
    device_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(8)
        self._dot, self._text = Dot("ok"), Elided("Ready", "label")
        self.bar, self._share = QProgressBar(), label("", "label")
        self.cancel, self._key = LinkButton("Cancel", "Stop this work  (Esc)"), label("Esc", "hint")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName("Progress")
        self.cancel.clicked.connect(self.cancelled)
        for widget in (self._dot, self._text):
            row.addWidget(widget)
        row.addSpacing(8)
        for widget in (self.bar, self._share, self.cancel, self._key):
            row.addWidget(widget)
        row.addStretch(1)
        self._right = {name: self._fact(row, name) for name in ("Model", "Latency", "Device")}
        self._bar_timer, self._cancel_timer = (
            self._after(BAR_AFTER_MS),
            self._after(CANCEL_AFTER_MS),
        )
        self._bar_timer.timeout.connect(self._show_bar)
        self._cancel_timer.timeout.connect(self._show_cancel)
        self._busy = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()
        self.set_progress(None)
        self.set_right()

    def _fact(self, row: QHBoxLayout, name: str) -> tuple[QWidget, object]:
        key, value = label(name, "hint"), Elided("", "caption")
        if name == "Device":
            value = QPushButton()
            value.setProperty("role", "fact")
            value.setToolTip("Which processor answers; click to choose another")
            value.setAccessibleName("Device")
            value.clicked.connect(self.device_clicked)
            self.device = value
        row.addWidget(key)
        row.addWidget(value)
        if name != "Device":
            row.addSpacing(12)
        return key, value

    def _after(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer

    def set_state(self, text: str, kind: str = "ready") -> None:
        """What is happening; `kind` "ready", "busy", "failed", "idle" or "note"."""
        self._text.setText(text)
        self._dot.set_token(KINDS.get(kind, "nn"))
        self.setAccessibleName(f"Status: {text}")
        if kind != "busy":
            self.set_progress(None)
        elif not self._busy:
            self._start()

    def set_progress(self, fraction: float | None, text: str = "") -> None:
        """How far the work is, in [0, 1]; None hides the bar at once. `text` replaces the state."""
        if fraction is None:
            self._busy = False
            self._bar_timer.stop()
            self._cancel_timer.stop()
            for widget in (self.bar, self._share, self.cancel, self._key):
                widget.hide()
            return
        if text:
            self._text.setText(text)
            self._dot.set_token("acc")
        if not self._busy:
            self._start()
        self.bar.setValue(round(1000 * min(1.0, max(0.0, fraction))))
        self._share.setText(f"{round(100 * fraction)} %")

    def _start(self) -> None:
        self._busy = True
        self.bar.setValue(0)
        self._share.setText("")
        self._bar_timer.start()
        self._cancel_timer.start()

    def _show_bar(self) -> None:
        self.bar.show()
        self._share.show()

    def _show_cancel(self) -> None:
        self.cancel.show()
        self._key.show()

    def set_right(self, model: str = "", latency: str = "", device: str = "") -> None:
        """What answers: "PTN, 3 variants", "41 ms", "CPU, 2 threads"; an empty one is hidden."""
        for name, text in (("Model", model), ("Latency", latency), ("Device", device)):
            key, value = self._right[name]
            value.setText(text)  # type: ignore[attr-defined]
            for widget in (key, value):
                widget.setVisible(bool(text))  # type: ignore[attr-defined]

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(32))
        self.bar.setFixedWidth(self.theme.px(180))
        self._share.setMinimumWidth(self.theme.px(36))
