from publications.document.types import ImageRef
from publications.templatetags.pictures import picture

IMAGE = ImageRef(sha256="ab" * 32, width=2400, height=1200, suffix="jpg", widths=(480, 960))
BASE = f"/publications/old-pipes/files/{'ab' * 32}/"


def test_picture_names_every_width_and_its_own_size() -> None:
    assert picture(IMAGE, "A gap", "/publications/old-pipes/files/", "20rem") == (
        f'<img src="{BASE}original.jpg" srcset="{BASE}480.webp 480w, {BASE}960.webp 960w" sizes="20rem" '
        'width="2400" height="1200" alt="A gap" loading="lazy" decoding="async">'
    )


def test_picture_escapes_what_it_is_given() -> None:
    html = picture(IMAGE, '"><script>alert(1)</script>', '/files/"onload=x/', loading="eager")

    assert "<script>" not in html
    assert 'alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert '"onload' not in html
    assert 'loading="eager"' in html


def test_picture_without_widths_has_one_source() -> None:
    image = ImageRef(sha256="ab" * 32, width=10, height=20, suffix="png")

    assert picture(image, "", "/files/") == (
        f'<img src="/files/{"ab" * 32}/original.png" width="10" height="20" alt="" loading="lazy" decoding="async">'
    )
