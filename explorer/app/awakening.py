"""What happens once the window is on the screen: engine, OpenGL, session, exhibits (step 6 of
`startup`). Everything heavy is imported here or later."""

from collections.abc import Callable

from explorer.app import trace
from explorer.app.bridge import Bridge
from explorer.app.keeping import Last
from explorer.app.services import Services
from explorer.app.window import MainWindow
from explorer.engine import Listener
from explorer.systems import SYSTEMS
from explorer.views import gl


def awaken(window: MainWindow, last: Last | None = None, page: str | None = None) -> Bridge:
    """Give a window its engine, its last session and its exhibits.

    Args:
        last: the session to begin with, as `keeping.read_last` found it; None: anew.
        page: where to begin instead of the session's page.
    """
    bridge = Bridge(window.settings.device, window)
    bridge.engine.start()
    found, trouble = last or Last()
    window.keeping.begin(found)
    window.pages.built.connect(lambda _exhibit: trace.mark("exhibit"))
    _mark_first_answer(window)
    if page is None and found is not None:
        window.go(found.page)
    window.wake(bridge, _services(window, bridge))
    if window.page == "home":
        _warm(bridge, window.feedback.follow)
    if sentence := trouble or window.settings.trouble:
        window.toast(sentence, kind="warn")
    trace.mark("awake")
    return bridge


def _services(window: MainWindow, bridge: Bridge) -> Services:
    return Services(
        ask=bridge.ask,
        cancel=bridge.cancel,
        run=window.run,
        toast=window.toast,
        open_picture=window.files.choose_picture,
        paste_picture=window.files.paste,
        choose_folder=window.files.choose_folder,
        trigger=window.actions_.trigger,
        settings=window.settings,
        gl=gl.probe(),
    )


def _warm(bridge: Bridge, ready: Callable[[], None]) -> None:
    """Nobody asks yet: load the first exhibit's model and answer what it will ask first."""
    entry = next((entry for entry in SYSTEMS.values() if entry.built), None)
    if entry is not None:
        on = Listener(answered=lambda *_: ready(), failed=lambda *_: ready())
        bridge.ask(entry.name, entry.query()(), on, channel="warm", background=True)


def _mark_first_answer(window: MainWindow) -> None:
    """Once the first result is drawn."""
    if not trace.ON:
        return

    def look(exhibit: object) -> None:
        if getattr(exhibit, "result", None) is not None:
            window.pages.moved.disconnect(look)
            trace.mark("first_answer")

    window.pages.moved.connect(look)
