"""Shelves and beds."""

from explorer.datasets.furniture.building import Z, box, disc, join, mirror, repeat
from explorer.datasets.furniture.dice import Dice
from explorer.graphics.materials import FABRICS, METALS, PAINTS, WOODS, Material
from explorer.graphics.shapes import Node, Shape


def shelf(seed: int) -> Shape:
    """The shelf of a seed, in metres: open, backed, a ladder of boards, or a cube grid."""
    dice = Dice(seed, "shelf")
    kind = dice.weighted({"backed": 1.2, "open": 1.0, "posts": 1.0, "grid": 0.8, "cabinet": 0.8})
    w, d = dice.uniform(0.5, 1.3) / 2, dice.uniform(0.3, 0.5) / 2
    h = dice.uniform(0.7, 1.8)
    t = max(0.05, h * 0.036)
    boards = max(3, min(dice.whole(3, 6), int(h / 0.24)))
    wood = dice.pick(WOODS + PAINTS)
    frame = wood if dice.chance(0.5) else dice.pick(METALS + WOODS)
    foot = dice.uniform(0.05, 0.15) if dice.chance(0.5) else 0.0
    margin = t * 0.5 if kind == "posts" else t * 0.9  # boards end inside posts and sides
    parts: list[Node] = [_boards(w - margin, d - 0.012, foot, h, t, boards, wood)]
    parts += _sides(kind, w, d, foot, h, t, frame)
    if kind in ("backed", "cabinet"):
        z = (-d - 0.005, -d + t * 0.8)
        inner = w - 0.01
        parts.append(box((-inner, inner), (foot + 0.01, h - 0.01), z, wood, "back panel"))
    if kind == "grid":
        columns = max(2, round(2 * w / 0.35))
        pitch = (2 * w - t) / columns
        wall = box((-w + pitch, -w + pitch + t), (foot + 0.01, h - 0.01), (-d, d), frame, "divider")
        parts.append(repeat(wall, columns - 1, (pitch, 0, 0)))
    if kind == "cabinet":
        door = (h - foot) * dice.uniform(0.3, 0.55)
        parts.append(_doors(w, d, foot, door, wood, frame))
    style = {"kind": kind, "boards": str(boards), "feet": str(foot > 0)}
    return Shape("shelf", seed, join(*parts), style, {"width": 2 * w, "height": h})


def _sides(
    kind: str, w: float, d: float, foot: float, h: float, t: float, frame: Material
) -> list[Node]:
    """Posts at the corners, or boards at the sides, on feet if there are any."""
    if kind == "posts":
        return [mirror(mirror(box((w - t, w), (0, h + t), (d - t, d), frame, "post"), Z))]
    side = mirror(box((w - t, w), (foot, h), (-d, d), frame, "side"))
    if not foot:
        return [side]
    leg = box((w - t * 1.3, w), (0, foot + 0.01), (d - t * 1.3, d), frame, "foot")
    return [side, mirror(mirror(leg, Z))]


def _doors(w: float, d: float, low: float, tall: float, wood: Material, frame: Material) -> Node:
    leaf = box((0.004, w - 0.006), (low, low + tall), (d - 0.02, d + 0.025), wood, "door")
    y = (low + tall * 0.5, low + tall * 0.62)
    return mirror(join(leaf, box((0.03, 0.06), y, (d, d + 0.06), frame, "knob")))


def _boards(
    w: float, d: float, low: float, high: float, t: float, count: int, wood: Material
) -> Node:
    """Equally spaced boards from the lowest to the top."""
    board = box((-w, w), (low, low + t), (-d, d), wood, "shelf")
    return repeat(board, count, (0, (high - low - t) / (count - 1), 0))


def bed(seed: int) -> Shape:
    """The bed of a seed, in metres: its head at the back, its foot towards +z."""
    dice = Dice(seed, "bed")
    head = dice.weighted({"solid": 1.2, "slats": 1.0, "padded": 0.9, "rails": 0.7})
    base = dice.weighted({"legs": 1.2, "box": 1.0, "platform": 0.7})
    footboard = dice.chance(0.45)
    canopy = dice.chance(0.15)
    w, d = dice.uniform(0.85, 1.8) / 2, dice.uniform(1.8, 2.1) / 2
    lift, rail = dice.uniform(0.15, 0.3), dice.uniform(0.12, 0.2)
    mattress, tall = dice.uniform(0.16, 0.28), dice.uniform(0.3, 0.7)
    wood, linen = dice.pick(WOODS + PAINTS), dice.pick(FABRICS)
    pillow = dice.pick(FABRICS)
    t = 0.09
    top = lift + rail
    parts: list[Node] = [box((-w, w), (lift, top), (-d, d), wood, "frame")]
    parts.append(
        box((-w + 0.04, w - 0.04), (top, top + mattress), (-d + t, d - 0.04), linen, "mattress")
    )
    parts.append(_headboard(head, w, d, lift, top + mattress + tall, t, wood, linen))
    if footboard:
        high = top + mattress + 0.08 + tall * 0.2
        parts.append(box((-w, w), (lift * 0.5, high), (d, d + t * 0.8), wood, "footboard"))
    parts.append(_pillows(w, d, top + mattress, t, pillow))
    parts.append(_bed_base(base, w, d, lift, wood))
    if canopy:
        post = box((w - 0.08, w), (0, 1.9), (d - 0.08, d), wood, "post")
        side = box((w - 0.08, w), (1.82, 1.9), (-d, d), wood, "canopy rail")
        end = box((-w, w), (1.82, 1.9), (d - 0.08, d), wood, "canopy rail")
        parts += [mirror(mirror(post, Z)), mirror(side), mirror(end, Z)]
    style = {"head": head, "base": base, "footboard": str(footboard), "canopy": str(canopy)}
    return Shape("bed", seed, join(*parts), style, {"width": 2 * w, "length": 2 * d})


def _headboard(
    kind: str, w: float, d: float, low: float, high: float, t: float, wood: Material, soft: Material
) -> Node:
    z = (-d - t * 0.5, -d + t)
    if kind in ("solid", "padded"):
        material = soft if kind == "padded" else wood
        return box((-w, w), (low * 0.5, high), z, material, "headboard")
    post = box((w - t, w), (0, high), z, wood, "head post")
    top = box((-w, w), (high - 0.11, high), z, wood, "head rail")
    if kind == "rails":
        return join(mirror(post), repeat(top, 3, (0, -0.2, 0)))
    count = max(4, int(2 * w / 0.2))
    pitch = (2 * w - 2 * t) / count
    start = -w + t + pitch * 0.25
    slat = box((start, start + pitch * 0.5), (low, high - 0.05), (-d, -d + t * 0.8), wood, "slat")
    return join(mirror(post), top, repeat(slat, count, (pitch, 0, 0)))


def _pillows(w: float, d: float, y: float, t: float, linen: Material) -> Node:
    z = (-d + t, -d + t + 0.38)
    if w < 0.6:
        return box((-w * 0.75, w * 0.75), (y, y + 0.1), z, linen, "pillow")
    return mirror(box((w * 0.08, w * 0.88), (y, y + 0.1), z, linen, "pillow"))


def _bed_base(kind: str, w: float, d: float, lift: float, wood: Material) -> Node:
    if kind == "box":
        return box((-w * 0.97, w * 0.97), (0, lift), (-d * 0.97, d * 0.97), wood, "plinth")
    if kind == "platform":
        return box((-w * 0.72, w * 0.72), (0, lift), (-d * 0.8, d * 0.8), wood, "plinth")
    leg = disc((w - 0.09, 0, d - 0.09), (0.05, 0.05), lift, wood, "leg", 1.4)
    return mirror(mirror(leg, Z))
