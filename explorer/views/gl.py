"""Asks the machine what OpenGL it has, before any widget relies on it.

A window that opens a canvas without OpenGL shows black or ends the process. So a throw-away
context is made first, off screen; where that fails, voxels are painted without OpenGL and a
sentence says so.
"""

import os
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat

NEEDED = (2, 1)
_VERSION, _RENDERER = 0x1F02, 0x1F01  # names of glGetString


@dataclass(frozen=True)
class GLInfo:
    """What was found.

    Attributes:
        ok: voxels can be drawn with OpenGL.
        renderer: the driver's name for itself, with its version; empty where there is none.
        sentence: one plain sentence for the person, whether or not it is `ok`.
    """

    ok: bool
    renderer: str
    sentence: str


def surface_format() -> QSurfaceFormat:
    """What the voxel canvas asks for: desktop OpenGL 2.1 or what is compatible, with depth."""
    made = QSurfaceFormat()
    made.setVersion(*NEEDED)
    made.setDepthBufferSize(24)
    made.setSwapInterval(0)
    return made


def probe() -> GLInfo:
    """Try to make an OpenGL context. Needs a QGuiApplication; never raises.

    INVEXPLORER_NO_GL=1 in the environment has it answer that there is none.
    """
    if os.environ.get("INVEXPLORER_NO_GL", "0") not in ("", "0"):
        return _without("OpenGL is switched off by INVEXPLORER_NO_GL")
    if QGuiApplication.instance() is None:
        return _without("There is no window system")
    surface = QOffscreenSurface()
    surface.setFormat(surface_format())
    surface.create()
    context = QOpenGLContext()
    context.setFormat(surface_format())
    if not (surface.isValid() and context.create() and context.makeCurrent(surface)):
        return _without("This machine offers no OpenGL")
    try:
        functions = context.functions()
        name = f"{functions.glGetString(_RENDERER)}, {functions.glGetString(_VERSION)}"
        found = context.format().version()
        if found < NEEDED and not context.isOpenGLES():
            return _without(f"OpenGL {found[0]}.{found[1]} is too old (2.1 is needed)", name)
        return GLInfo(True, name, f"Voxels are drawn with OpenGL on {name}.")
    finally:
        context.doneCurrent()


def _without(reason: str, renderer: str = "") -> GLInfo:
    return GLInfo(False, renderer, f"{reason}; voxels are painted more slowly, all else works.")
