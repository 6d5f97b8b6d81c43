"""Poses as boxes of the canvas that a hand moves, and back."""

import math

import numpy as np

from explorer.systems.cstvae.query import Pose
from explorer.views.poses import Box


def box_of(pose: Pose) -> Box:
    return Box(pose.x, pose.y, pose.scale, pose.scale, pose.turn)


def pose_of(box: Box) -> Pose:
    """Within what a query takes."""
    turn = (box.turn + 180) % 360 - 180
    scale = min(2.0, max(0.1, (box.scale_x + box.scale_y) / 2))
    return Pose(
        x=round(min(2.0, max(-2.0, box.x)), 4),
        y=round(min(2.0, max(-2.0, box.y)), 4),
        scale=round(scale, 4),
        turn=round(turn, 2),
    )


def random_pose(world: str) -> Pose:
    """A pose from the model's prior."""
    rng = np.random.default_rng()
    size, turn, x, y = np.clip(rng.standard_normal(4), -1.7, 1.7).tolist()
    usual = 0.538 if world == "digits" else 0.46  # of the picture's side
    return Pose(
        x=round(0.25 * x, 4),
        y=round(0.25 * y, 4),
        scale=round(usual * math.exp(0.2 * size), 4),
        turn=round(math.degrees(0.25 * turn), 2),
    )
