"""The QApplication: made once, with what must be set before and right after."""

import logging

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from explorer import __version__
from explorer.app import folders
from explorer.app.settings import Settings
from explorer.views import theme as themes

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def application(settings: Settings) -> QApplication:
    """The application, themed as the settings say; the one there is where there is one."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
        app = QApplication(["invexplorer"])
    app.setApplicationName("invexplorer")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("invexplorer")
    app.setStyle("fusion")
    name = themes.system_name() if settings.theme == "system" else settings.theme
    themes.apply(app, themes.load(name), 1.0)
    return app


def listen_to_qt() -> None:
    """Qt's own warnings, and ours, go to a log file in the state folder, renewed at each start."""
    log = logging.getLogger("explorer")
    log.setLevel(logging.INFO)
    try:
        handler: logging.Handler = logging.FileHandler(folders.state() / "log.txt", "w", "utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    qt = logging.getLogger("explorer.qt")

    def heard(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        qt.log(LEVELS.get(kind, logging.WARNING), "%s", text)

    qInstallMessageHandler(heard)
