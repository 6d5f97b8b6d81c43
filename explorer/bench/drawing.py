"""Frames per second of the voxel view and of vispy's ray-cast volume, in turns of their own."""

import json

from explorer.bench.voxels import volume_fps, voxel_fps

SIDES = (32, 64)


def measure() -> dict[str, dict[str, float]]:
    """`voxel_fps` and `volume_fps`, each {"32": …, "64": …}."""
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    voxels = {str(side): voxel_fps(side) for side in SIDES}
    volumes = {str(side): volume_fps(side) for side in SIDES}
    app.quit()
    return {"voxel_fps": voxels, "volume_fps": volumes}


if __name__ == "__main__":
    print(json.dumps(measure()))
