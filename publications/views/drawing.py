"""Covers of reports without a picture: contour lines drawn from the slug, as one SVG path each."""

import hashlib
import math
import random
from functools import lru_cache

LINES = 9
POINTS = 24


@lru_cache(maxsize=512)
def contours(slug: str, width: int, height: int) -> list[str]:
    """Path data of closed lines around one point, the smallest first, in a box of ``width`` by ``height``."""
    chance = random.Random(hashlib.sha256(slug.encode()).digest())  # noqa: S311 a drawing, not a secret
    x, y = width * chance.uniform(0.35, 0.85), height * chance.uniform(0.3, 0.75)
    waves = [(count, chance.uniform(0, math.tau), chance.uniform(0.04, 0.16)) for count in (2, 3, 5)]
    size = min(width, height)
    return [_line(x, y, size * (0.09 + 0.135 * number), waves, number * 0.13) for number in range(LINES)]


def _line(x: float, y: float, radius: float, waves: list[tuple[int, float, float]], turn: float) -> str:
    points = []
    for step in range(POINTS):
        angle = math.tau * step / POINTS
        swing = 1 + sum(size * math.sin(count * angle + phase + turn) for count, phase, size in waves)
        points.append((x + radius * swing * math.cos(angle), y + radius * swing * 1.1 * math.sin(angle)))
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(points, points[1:] + points[:1], strict=True)]
    curve = "".join(
        f"Q{point[0]:.0f} {point[1]:.0f} {middle[0]:.0f} {middle[1]:.0f}"
        for point, middle in zip(points, middles, strict=True)
    )
    return f"M{middles[-1][0]:.0f} {middles[-1][1]:.0f}{curve}Z"
