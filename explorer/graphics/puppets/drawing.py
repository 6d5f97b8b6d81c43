"""A puppet in one frame: layers from the farthest to the nearest, then colours."""

from math import hypot

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.puppets import bodies, limbs, weapons
from explorer.graphics.puppets.heads import head
from explorer.graphics.puppets.palette import colours
from explorer.graphics.puppets.pixels import Cells, blank, cut, put
from explorer.graphics.puppets.puppet import SIZE, Puppet
from explorer.graphics.puppets.skeleton import Cell, Skeleton, skeleton

RIGHT, LEFT = 0, 1
BEHIND = -1.5  # a hand so far from us is drawn before the body
OVER = 4.5  # a hand so near is drawn after the head
BOW = 10.5  # cells from its grip to a tip
ARROW = 14.0


def draw(puppet: Puppet, animation: str, view: str, frame: int) -> NDArray[np.uint8]:
    """One picture, uint8 (60, 60, 4), straight alpha that is 0 or 255.

    Raises:
        KeyError: unknown animation or view.
        IndexError: a frame that the animation doesn't have.
    """
    return colours(puppet)[cells(puppet, animation, view, frame)]


def cells(puppet: Puppet, animation: str, view: str, frame: int) -> Cells:
    """What each pixel is made of, uint8 (60, 60): see `pixels` and `palette`."""
    words = puppet.words
    bones = skeleton(animation, view, frame, words["sex"], words["weapon"] != "sword")
    canvas = blank(SIZE)
    _Figure(canvas, words, bones).draw()
    seen = cut(canvas)
    return np.ascontiguousarray(seen[:, ::-1] if bones.mirrored else seen)


class _Figure:
    """One drawing; the methods put what their names say."""

    def __init__(self, canvas: Cells, words: dict[str, str], bones: Skeleton) -> None:
        self.canvas, self.words, self.bones = canvas, words, bones
        self.head = head(words["hair"], words["sex"], bones.facing, bones.pose.face)

    def draw(self) -> None:
        far, near = self._ordered()
        north = self.bones.facing == "north"
        (self._arrow if north else self._hair_behind)()
        behind = [side for side in (far, near) if self._depth(side) < BEHIND]
        over = [side for side in (far, near) if self._depth(side) > OVER]
        for side in behind:
            self.arm(side)
        self._legs()
        self._torso()
        for side in (far, near):
            if side not in behind and side not in over:
                self.arm(side)
        put(self.canvas, self.head.front, *self.bones.chin)
        if north:
            self._hair_behind()
        for side in over:
            self.arm(side)
        if not north:
            self._arrow()
        self._light()

    def _ordered(self) -> tuple[int, int]:
        """The farther and the nearer side."""
        if self.bones.facing == "east":
            return LEFT, RIGHT
        arms = self.bones.arms
        return (RIGHT, LEFT) if arms[RIGHT].near < arms[LEFT].near else (LEFT, RIGHT)

    def _depth(self, side: int) -> float:
        """How near an arm is; from the side, one is behind the body and one before it."""
        if self.bones.facing == "east":
            return 10.0 if side == self._ordered()[1] else -10.0
        return self.bones.arms[side].near

    def _hair_behind(self) -> None:
        if self.head.back is not None:
            put(self.canvas, self.head.back, *self.bones.chin)

    def _legs(self) -> None:
        legs = self.bones.legs
        order = self._ordered()
        if self.bones.facing != "east":
            order = (RIGHT, LEFT) if legs[RIGHT].near < legs[LEFT].near else (LEFT, RIGHT)
        for side in order:
            limbs.leg(self.canvas, legs[side], self.words["greaves"], self.bones.facing)

    def _torso(self) -> None:
        armour, facing = self.words["armour"], self.bones.facing
        shape = bodies.torso(armour, self.words["sex"], facing, self.bones.shear)
        if armour == "robe":
            feet = [leg.end[0] for leg in self.bones.legs]
            apart = abs(feet[0] - feet[1]) // 3 if facing == "east" else 0
            apart += self.words["sex"] == "female"
            sway = round((sum(feet) / 2 - 30) * 0.5)
            put(self.canvas, bodies.skirt(facing, apart, sway), *self.bones.torso)
        put(self.canvas, shape, *self.bones.torso)

    def arm(self, side: int) -> None:
        """An arm with what its hand holds; a weapon that points away from us goes first."""
        limb, pose = self.bones.arms[side], self.bones.pose
        armed = side == RIGHT and not pose.bow
        if armed and self.bones.aim_near < -0.3:
            self._weapon()
        limbs.arm(self.canvas, limb, self.words["armour"], self.words["arms"])
        if armed and self.bones.aim_near >= -0.3:
            self._weapon()
        if side == LEFT and pose.bow:
            self._bow(limb.end)
        limbs.hand(self.canvas, limb, self.words["arms"])

    def _weapon(self) -> None:
        end = self.bones.arms[RIGHT].end
        weapons.weapon(self.canvas, self.words["weapon"], end, self.bones.aim)

    def _bow(self, grip: Cell) -> None:
        """Held upright, a little aslant, its tips towards the archer."""
        pose, (aim_x, aim_y) = self.bones.pose, self.bones.aim
        across, up = {"south": (0.85, -0.5), "north": (-0.85, -0.5)}.get(
            self.bones.facing, (0.1, -0.9)
        )
        bend = 2.5 + 1.5 * pose.drawn
        back = -bend * aim_x, -bend * aim_y
        tips = (
            (round(BOW * across + back[0]), round(BOW * up + back[1])),
            (round(-BOW * across + back[0]), round(-BOW * up + back[1])),
        )
        right = self.bones.arms[RIGHT].end
        nock = (right[0] - grip[0], right[1] - grip[1]) if pose.nocked and pose.drawn else None
        put(self.canvas, weapons.bow(tips, nock), *grip)

    def _arrow(self) -> None:
        """From the string past the bow."""
        if not self.bones.pose.nocked:
            return
        start, grip = self.bones.arms[RIGHT].end, self.bones.arms[LEFT].end
        x, y = grip[0] - start[0], grip[1] - start[1]
        size = max(hypot(x, y), 1.0)
        whole = ARROW if self.bones.facing == "east" else 0.8 * ARROW
        shape = weapons.arrow(round(whole * x / size), round(whole * y / size))
        put(self.canvas, shape, *start)

    def _light(self) -> None:
        strength = self.bones.pose.glow
        if not strength:
            return
        for limb in self.bones.arms:
            x, y = limb.end
            before = 4 if self.bones.facing == "east" else 0  # not over the face
            weapons.light(self.canvas, (x + before, y - 3 - strength), strength)
