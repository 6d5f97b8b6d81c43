"""The few things of OpenGL that the voxel view needs, over vispy's bindings.

Everything here belongs to the context that was current when it was made, and is used only while
that context is current. Buffers and textures keep their storage and are updated in place.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vispy.gloo import gl

from explorer.views.voxels import shaders

_SETTERS = {1: gl.glUniform1fv, 2: gl.glUniform2fv, 3: gl.glUniform3fv, 4: gl.glUniform4fv}
Values = float | int | Sequence[float] | NDArray[Any]


class Program:
    """A vertex and a fragment shader; their one attribute is called `face`, of two floats."""

    def __init__(self, vertex: str, fragment: str, embedded: bool) -> None:
        header = "#version 100\nprecision highp float;\n" if embedded else "#version 120\n"
        self._handle = gl.glCreateProgram()
        for kind, source in ((gl.GL_VERTEX_SHADER, vertex), (gl.GL_FRAGMENT_SHADER, fragment)):
            shader = gl.glCreateShader(kind)
            gl.glShaderSource(shader, header + source)
            gl.glCompileShader(shader)
            if not gl.glGetShaderParameter(shader, gl.GL_COMPILE_STATUS):
                raise RuntimeError(f"a shader did not compile: {gl.glGetShaderInfoLog(shader)}")
            gl.glAttachShader(self._handle, shader)
            gl.glDeleteShader(shader)
        gl.glBindAttribLocation(self._handle, 0, "face")
        gl.glLinkProgram(self._handle)
        if not gl.glGetProgramParameter(self._handle, gl.GL_LINK_STATUS):
            raise RuntimeError(f"shaders did not link: {gl.glGetProgramInfoLog(self._handle)}")
        self._places: dict[str, int] = {}

    def use(self, **uniforms: Values) -> None:
        """Make it the one that draws, with these values; an (n, k) array fills a vec-k[n]."""
        gl.glUseProgram(self._handle)
        for name, values in uniforms.items():
            if name not in self._places:
                self._places[name] = gl.glGetUniformLocation(self._handle, name)
            array = np.atleast_1d(np.asarray(values, np.float32))
            rows = array.shape[0] if array.ndim == 2 else 1
            _SETTERS[array.shape[-1]](self._places[name], rows, array.ravel().tolist())


class Vertices:
    """A buffer of (count, 2) floats; grows when it must, is otherwise written in place."""

    def __init__(self, room: int) -> None:
        self.handle: int = gl.glCreateBuffer()
        self.room = 0
        self._grow(room)

    def write(self, data: NDArray[np.float32]) -> None:
        if len(data) > self.room:
            self._grow(len(data) * 3 // 2)
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self.handle)
        if len(data):
            gl.glBufferSubData(gl.GL_ARRAY_BUFFER, 0, data)

    def bind(self) -> None:
        """Read `face` from here."""
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self.handle)
        gl.glEnableVertexAttribArray(0)
        gl.glVertexAttribPointer(0, 2, gl.GL_FLOAT, False, 8, 0)

    def _grow(self, room: int) -> None:
        self.room = room
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self.handle)
        gl.glBufferData(gl.GL_ARRAY_BUFFER, room * 8, gl.GL_DYNAMIC_DRAW)


class Quads:
    """Indices that make each four vertices two triangles, ascending or descending; grows."""

    def __init__(self, room: int) -> None:
        self._handles = gl.glCreateBuffer(), gl.glCreateBuffer()
        self._room = 0
        self._grow(room)

    def draw(self, first: int, last: int, descending: bool) -> None:
        """Faces `first` to `last` (not included) of the bound vertices, in either order."""
        if last > self._room:
            self._grow(last * 3 // 2)
        start = self._room - last if descending else first
        gl.glBindBuffer(gl.GL_ELEMENT_ARRAY_BUFFER, self._handles[descending])
        gl.glDrawElements(gl.GL_TRIANGLES, 6 * (last - first), gl.GL_UNSIGNED_INT, 24 * start)

    def _grow(self, room: int) -> None:
        self._room = room
        corners = np.array([0, 1, 2, 0, 2, 3], np.uint32)
        index = np.arange(room, dtype=np.uint32)[:, None] * 4 + corners
        for handle, data in zip(self._handles, (index, index[::-1].copy()), strict=True):
            gl.glBindBuffer(gl.GL_ELEMENT_ARRAY_BUFFER, handle)
            gl.glBufferData(gl.GL_ELEMENT_ARRAY_BUFFER, data, gl.GL_STATIC_DRAW)


class Texture:
    """A picture with smooth reading: one byte a texel (channels=1), or RGBA."""

    def __init__(self, width: int, height: int, channels: int) -> None:
        self.handle: int = gl.glCreateTexture()
        self._format = gl.GL_LUMINANCE if channels == 1 else gl.GL_RGBA
        self.size = width, height
        self.bind()
        for name in (gl.GL_TEXTURE_MIN_FILTER, gl.GL_TEXTURE_MAG_FILTER):
            gl.glTexParameteri(gl.GL_TEXTURE_2D, name, gl.GL_LINEAR)
        for name in (gl.GL_TEXTURE_WRAP_S, gl.GL_TEXTURE_WRAP_T):
            gl.glTexParameteri(gl.GL_TEXTURE_2D, name, gl.GL_CLAMP_TO_EDGE)
        shape = height, width
        gl.glTexImage2D(gl.GL_TEXTURE_2D, 0, self._format, self._format, gl.GL_UNSIGNED_BYTE, shape)

    def bind(self) -> None:
        gl.glActiveTexture(gl.GL_TEXTURE0)
        gl.glBindTexture(gl.GL_TEXTURE_2D, self.handle)

    def write(self, data: NDArray[np.uint8]) -> None:
        self.bind()
        gl.glPixelStorei(gl.GL_UNPACK_ALIGNMENT, 1)
        gl.glTexSubImage2D(gl.GL_TEXTURE_2D, 0, 0, 0, self._format, gl.GL_UNSIGNED_BYTE, data)


class Target:
    """A canvas of its own to draw on finely, before it is shrunk onto the window."""

    def __init__(self, width: int, height: int) -> None:
        self.texture = Texture(width, height, 4)
        self._depth = gl.glCreateRenderbuffer()
        gl.glBindRenderbuffer(gl.GL_RENDERBUFFER, self._depth)
        gl.glRenderbufferStorage(gl.GL_RENDERBUFFER, gl.GL_DEPTH_COMPONENT16, width, height)
        self._handle = gl.glCreateFramebuffer()
        self.bind()
        gl.glFramebufferTexture2D(
            gl.GL_FRAMEBUFFER, gl.GL_COLOR_ATTACHMENT0, gl.GL_TEXTURE_2D, self.texture.handle, 0
        )
        gl.glFramebufferRenderbuffer(
            gl.GL_FRAMEBUFFER, gl.GL_DEPTH_ATTACHMENT, gl.GL_RENDERBUFFER, self._depth
        )
        self.ok = gl.glCheckFramebufferStatus(gl.GL_FRAMEBUFFER) == gl.GL_FRAMEBUFFER_COMPLETE

    def bind(self) -> None:
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self._handle)

    def delete(self) -> None:
        gl.glDeleteFramebuffer(self._handle)
        gl.glDeleteRenderbuffer(self._depth)
        gl.glDeleteTexture(self.texture.handle)


class Programs:
    """All shaders, compiled for the current context."""

    def __init__(self, embedded: bool) -> None:
        self.faces = Program(shaders.FACES_VERTEX, shaders.FACES_FRAGMENT, embedded)
        self.ground = Program(shaders.GROUND_VERTEX, shaders.GROUND_FRAGMENT, embedded)
        self.shrink = Program(shaders.SHRINK_VERTEX, shaders.SHRINK_FRAGMENT, embedded)
