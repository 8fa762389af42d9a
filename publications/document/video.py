"""The address at which a provider's player stands alone, for a frame in the page."""

import re

# What staff copy from the browser, and the player that goes with it: with the least that the provider stores.
_PLAYERS = (
    (
        re.compile(
            r"https://(?:(?:www|m)\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|live/|shorts/|embed/)([\w-]{11})(?![\w-])"
        ),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (re.compile(r"https://youtu\.be/([\w-]{11})(?![\w-])"), "https://www.youtube-nocookie.com/embed/{}"),
    (re.compile(r"https://(?:www\.)?vimeo\.com/(\d+)(?:[?#].*)?\Z"), "https://player.vimeo.com/video/{}?dnt=1"),
)


def player(address: str) -> str:
    """Empty for a provider that is not known: the video then opens on the provider's own page."""
    for pattern, place in _PLAYERS:
        if found := pattern.match(address):
            return place.format(found[1])
    return ""
