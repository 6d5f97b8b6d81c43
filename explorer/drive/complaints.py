"""Everything that goes wrong while the real window is driven, and nobody is told of."""

import sys
import threading
import traceback

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from explorer.app.exhibit import Exhibit
from explorer.app.window import MainWindow

UNEXPECTED = "Something went wrong"  # the status of an exhibit after an error that is ours


class Complaints:
    """Uncaught errors and Qt warnings, each with where it came from."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def listen(self) -> None:
        sys.excepthook = lambda kind, error, trace: self._error(error)
        sys.unraisablehook = lambda args: self._error(args.exc_value)
        threading.excepthook = lambda args: self._error(args.exc_value)
        qInstallMessageHandler(self._message)

    def follow(self, window: MainWindow) -> None:
        """Also what the window caught and reported: failures of ours, not sentences for people."""
        report = window.feedback.report

        def reported(sentence: str, details: str, count: int = 1) -> None:
            self.errors.append(details)
            report(sentence, details, count)

        def failed(exhibit: Exhibit) -> None:
            if exhibit.status.kind == "failed" and exhibit.status.text == UNEXPECTED:
                self.errors.append(f"{exhibit.name} failed at {exhibit.query!r}")

        window.feedback.report = reported
        window.pages.status_changed.connect(failed)

    def _error(self, error: BaseException | None) -> None:
        text = "".join(traceback.format_exception(error)) if error else "an unknown error"
        self.errors.append(text)

    def _message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            self.warnings.append(text)
