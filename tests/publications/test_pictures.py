import io
import struct
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from publications.models import Picture
from publications.pictures import store_picture
from publications.store import picture_path

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def encoded(image: Image.Image, file_format: str, **options) -> io.BytesIO:
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer


def colourful(width: int, height: int) -> Image.Image:
    """Like a photograph: more colours than any drawing has."""
    across = Image.linear_gradient("L").resize((width, height))
    down = Image.linear_gradient("L").rotate(90).resize((width, height))
    return Image.merge("RGB", (across, down, Image.effect_noise((width, height), 60)))


def drawing(width: int, height: int) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((10, 10, width // 2, height // 2), fill="#0b5a56")
    return image


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of_size(width: int, height: int, data: bytes = b"") -> io.BytesIO:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def kept(picture: Picture, name: str = "") -> Image.Image:
    path = picture_path(picture.sha256, name or f"original.{picture.suffix}")
    with Image.open(path) as image:
        image.load()
    return image


def refusal(content: io.BytesIO) -> str:
    with pytest.raises(ValidationError) as caught:
        store_picture(content, "a.png")
    assert Picture.objects.count() == 0
    return caught.value.code


def test_photograph_becomes_jpeg_with_narrower_webp() -> None:
    picture = store_picture(encoded(colourful(2_600, 1_300), "PNG"), "harbour.png")

    assert (picture.suffix, picture.width, picture.height, picture.widths) == ("jpg", 2400, 1200, [480, 960, 1440])
    assert (kept(picture).format, kept(picture).size) == ("JPEG", (2400, 1200))
    for width in picture.widths:
        narrow = kept(picture, f"{width}.webp")
        assert (narrow.format, narrow.size) == ("WEBP", (width, width // 2))


def test_small_drawing_stays_png_and_is_never_made_larger() -> None:
    picture = store_picture(encoded(drawing(700, 300), "PNG"), "gap.png")

    assert (picture.suffix, picture.width, picture.height, picture.widths) == ("png", 700, 300, [480, 700])
    assert kept(picture).convert("RGB").tobytes() == drawing(700, 300).tobytes()


def test_transparency_is_kept() -> None:
    image = colourful(300, 200)
    image.putalpha(120)

    picture = store_picture(encoded(image, "WEBP"))

    assert (picture.suffix, kept(picture).mode, kept(picture).getpixel((0, 0))[3]) == ("png", "RGBA", 120)


def test_same_picture_twice_is_one_row_and_the_same_files(store: Path) -> None:
    first = store_picture(encoded(drawing(500, 300), "PNG"), "one.png")
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}

    second = store_picture(encoded(drawing(500, 300), "PNG"), "two.png")

    assert second == first
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()} == before
    assert Picture.objects.count() == 1


def test_lost_file_is_written_again() -> None:
    picture = store_picture(encoded(drawing(500, 300), "PNG"))
    picture_path(picture.sha256, "480.webp").unlink()

    store_picture(encoded(drawing(500, 300), "PNG"))

    assert kept(picture, "480.webp").size == (480, 288)


def test_location_comment_and_text_are_removed(store: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (37.0, 34.0, 1.0)
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "SECRET NOTE")

    store_picture(encoded(colourful(300, 200), "JPEG", exif=exif, comment=b"SECRET COMMENT", xmp=b"<x>SECRET XMP</x>"))
    store_picture(encoded(drawing(300, 200), "PNG", pnginfo=text, exif=exif))
    store_picture(encoded(colourful(310, 200), "WEBP", exif=exif, xmp=b"<x>SECRET XMP</x>"))

    files = [path for path in store.rglob("*") if path.is_file()]
    assert len(files) == 6
    for path in files:
        content = path.read_bytes()
        assert [word for word in (b"SECRET", b"Exif", b"EXIF", b"eXIf", b"tEXt", b"XMP ") if word in content] == []


@pytest.mark.parametrize(
    ("file_format", "options"), [("JPEG", {"quality": 95}), ("PNG", {}), ("WEBP", {"lossless": True})]
)
def test_orientation_is_applied(file_format: str, options: dict) -> None:
    image = Image.new("RGB", (400, 200), "white")
    image.paste("#000000", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = store_picture(encoded(image, file_format, exif=exif, **options))

    assert (picture.width, picture.height) == (200, 400)
    upright = kept(picture)
    assert upright.convert("L").getpixel((100, 50)) < 30
    assert upright.convert("L").getpixel((100, 350)) > 225
    assert upright.getexif().get(0x0112) is None


def test_colours_are_converted_from_the_profile_and_the_profile_dropped() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image = encoded(colourful(300, 200), "JPEG", icc_profile=lab)

    picture = store_picture(image)

    assert kept(picture).info.get("icc_profile") is None


def test_printing_colours_become_screen_colours() -> None:
    picture = store_picture(encoded(colourful(300, 200).convert("CMYK"), "JPEG"))

    assert (kept(picture).mode, picture.suffix) == ("RGB", "jpg")


def test_sixteen_bit_grey_keeps_its_light() -> None:
    image = Image.new("I;16", (40, 40), 0x8080)

    picture = store_picture(encoded(image, "PNG"))

    assert kept(picture).convert("RGB").getpixel((5, 5)) == (128, 128, 128)


def test_palette_with_transparent_colour() -> None:
    image = drawing(80, 60).quantize(8)

    picture = store_picture(encoded(image, "PNG", transparency=image.getpixel((79, 59))))

    assert kept(picture).convert("RGBA").getpixel((79, 59))[3] == 0


def test_first_picture_of_an_animation_is_taken() -> None:
    frames = [drawing(60, 40), Image.new("RGB", (60, 40), "red")]

    picture = store_picture(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True))

    assert getattr(kept(picture), "n_frames", 1) == 1
    assert kept(picture).convert("RGB").getpixel((59, 39)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%PDF-1.7\n",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"<!doctype html><title>a</title>",
        b"",
        b"RIFF\x00\x00\x00\x00WEBPXXXX",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_anything_else_is_refused_by_its_content(content: bytes) -> None:
    assert refusal(io.BytesIO(content)) == "format"


@pytest.mark.parametrize("other", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_other_picture_formats_are_refused(other: str) -> None:
    assert refusal(encoded(drawing(40, 40), other)) == "format"


@pytest.mark.parametrize("size", [(8_200, 5_000), (12_000, 12_000), (40_000, 40_000), (1, 2_000_000_000)])
def test_too_many_pixels_are_refused_from_the_header(monkeypatch, size: tuple[int, int]) -> None:
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("decoded"))

    assert refusal(png_of_size(*size)) == "too_many_pixels"


def test_too_many_pixels_in_webp_are_refused_before_it_is_opened(monkeypatch) -> None:
    monkeypatch.setattr("PIL.Image.open", lambda *arguments, **options: pytest.fail("opened"))
    canvas = (16_383 - 1).to_bytes(3, "little")
    content = b"RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00" + canvas + canvas

    assert refusal(io.BytesIO(content)) == "too_many_pixels"


def test_forty_megapixels_are_taken() -> None:
    picture = store_picture(encoded(Image.new("RGB", (8_000, 5_000), "white"), "PNG"))

    assert (picture.width, picture.height) == (2400, 1500)


def test_tall_picture_stays_within_what_browsers_show() -> None:
    picture = store_picture(encoded(Image.new("RGB", (10, 30_000), "white"), "PNG"))

    assert (picture.width, picture.height, picture.widths) == (4, 12_000, [4])


def test_too_many_bytes_are_refused() -> None:
    assert refusal(io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(25_000_001))) == "too_large"


def test_damaged_picture_is_refused() -> None:
    whole = encoded(colourful(300, 200), "JPEG").getvalue()

    assert refusal(io.BytesIO(whole[: len(whole) // 2])) == "damaged"
    assert refusal(png_of_size(300, 200, zlib.compress(bytes(10)))) == "damaged"


def test_text_bomb_in_png_is_refused() -> None:
    bomb = b"Comment\0\0" + zlib.compress(bytes(20_000_000), 9)
    content = png_of_size(4, 4, zlib.compress((b"\0" + bytes(12)) * 4)).getvalue()

    assert (
        refusal(io.BytesIO(content.replace(chunk(b"IEND", b""), chunk(b"zTXt", bomb) + chunk(b"IEND", b""))))
        == "damaged"
    )


def test_refusal_is_a_sentence() -> None:
    with pytest.raises(ValidationError, match=r"Only PNG, JPEG and WebP pictures are taken\."):
        store_picture(io.BytesIO(b"<svg/>"), "logo.svg")
