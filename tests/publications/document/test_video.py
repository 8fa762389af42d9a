"""Players of the providers that staff use most."""

import pytest

from publications.document.video import player


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://www.youtube.com/watch?v=a1B2c3D4e5F", "https://www.youtube-nocookie.com/embed/a1B2c3D4e5F"),
        ("https://youtube.com/watch?list=PL1&v=a1B2c3D4e5F&t=9s", "https://www.youtube-nocookie.com/embed/a1B2c3D4e5F"),
        ("https://m.youtube.com/live/a1B2c3D4e5F?si=x", "https://www.youtube-nocookie.com/embed/a1B2c3D4e5F"),
        ("https://youtu.be/a1B2c3D4e5F?t=9", "https://www.youtube-nocookie.com/embed/a1B2c3D4e5F"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://vimeo.com/showcase/12", ""),
        ("https://www.youtube.com/@hanbit", ""),
        ("https://youtube.com.example.org/watch?v=a1B2c3D4e5F", ""),
        ("https://video.example.org/watch/1", ""),
    ],
)
def test_player_is_known_from_the_address_that_staff_copy(address, found):
    assert player(address) == found
