"""Pictures coming in: checked by their header, decoded once, and kept only as what we encoded ourselves.

Nothing of the uploaded file survives but its pixels: no location, no camera, no hidden text, no second picture.
"""

import hashlib
import io
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from publications.models import Picture
from publications.store import picture_path, put_bytes

FORMATS = ("PNG", "JPEG", "WEBP")
MAXIMUM_BYTES = 25_000_000
MAXIMUM_PIXELS = 40_000_000
WIDTHS = (480, 960, 1440)
# The largest original kept. WebP ends at 16,383 pixels; a tall drawing may be taller than a photograph is wide.
LARGEST_WIDTH, LARGEST_HEIGHT = 2_400, 12_000
# A drawing has fewer colours than this, a photograph more; only photographs become JPEG.
FEW_COLOURS = 4_096

_PLAIN_MODES = {"L", "RGB", "RGBA", "CMYK"}
_SRGB = ImageCms.createProfile("sRGB")


def store_picture(file: IO[bytes], name: str = "") -> Picture:
    """Check, re-encode and keep a picture. The same picture again gives the same row.

    :raises ValidationError: it is too large, damaged, or no PNG, JPEG or WebP; the sentence is for people
    """
    content = _read(file)
    _check_header(content)
    try:
        image, is_drawing = _decode(content)
    # Decoders of hostile bytes raise whatever came up: OSError, SyntaxError, struct.error, zlib.error, MemoryError …
    except Exception as error:
        raise ValidationError(_("This picture is damaged and cannot be read."), code="damaged") from error
    suffix = "png" if is_drawing or image.mode == "RGBA" else "jpg"
    original = _encode(image, suffix, is_drawing=is_drawing)
    sha256 = hashlib.sha256(original).hexdigest()
    widths = sorted({min(width, image.width) for width in WIDTHS})
    for width in widths:
        path = picture_path(sha256, f"{width}.webp")
        if not path.is_file():
            put_bytes(_encode(_narrowed(image, width), "webp", is_drawing=is_drawing), path)
    if not (path := picture_path(sha256, f"original.{suffix}")).is_file():
        put_bytes(original, path)
    picture, _is_new = Picture.objects.get_or_create(
        sha256=sha256,
        defaults={"suffix": suffix, "width": image.width, "height": image.height, "widths": widths, "name": name[:200]},
    )
    return picture


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    content = file.read(MAXIMUM_BYTES + 1)
    if len(content) > MAXIMUM_BYTES:
        raise ValidationError(
            _("This picture is larger than %(limit)d megabytes.") % {"limit": MAXIMUM_BYTES // 1_000_000},
            code="too_large",
        )
    return content


def _check_header(content: bytes) -> None:
    """Refuse by format and by size before any pixel is decoded."""
    try:
        # Pillow makes room for the whole canvas of a WebP as soon as it opens one.
        size = _webp_size(content) or _opened(content).size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        raise ValidationError(
            _("Only PNG, JPEG and WebP pictures are taken. Save this one in one of these formats first."), code="format"
        ) from error
    if size[0] * size[1] > MAXIMUM_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has more than %(limit)d megapixels. Make it smaller first.")
        % {"limit": MAXIMUM_PIXELS // 1_000_000},
        code="too_many_pixels",
    )


def _opened(content: bytes) -> Image.Image:
    """Only the header is read here. The list of formats keeps Pillow from starting other programs (Ghostscript)."""
    return Image.open(io.BytesIO(content), formats=FORMATS)


def _webp_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP's canvas from its first chunk; nothing for other formats."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    chunk, head = content[12:16], content[20:30]
    if chunk == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    raise ValueError("Not a WebP.")


def _decode(content: bytes) -> tuple[Image.Image, bool]:
    """The first picture of the file, upright, in sRGB, without metadata and at most as large as we keep; and whether
    it is a drawing."""
    image: Image.Image = _opened(content)
    is_lossy = image.format in {"JPEG", "MPO"}
    profile = image.info.get("icc_profile")
    # In place: forty megapixels take 160 megabytes, so nothing here keeps a second copy longer than it must.
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I"):  # sixteen bits of grey, of which a screen shows eight
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in _PLAIN_MODES:
        image = image.convert("RGB")
    is_drawing = not is_lossy and image.getcolors(FEW_COLOURS) is not None
    image = _in_srgb(_narrowed(image, LARGEST_WIDTH, LARGEST_HEIGHT), profile)
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info = {}
    return image, is_drawing


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen shows them; a profile that cannot be applied is dropped like all metadata."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert(mode)
        if converted is not None:
            return converted
    return image.convert(mode)


def _narrowed(image: Image.Image, width: int, height: int | None = None) -> Image.Image:
    """At most so wide and so high; never made larger."""
    scale = min(1.0, width / image.width, height / image.height if height else 1.0)
    if scale == 1.0:
        return image.copy()
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encode(image: Image.Image, suffix: str, *, is_drawing: bool) -> bytes:
    if suffix == "png":
        # Without "optimize", which takes half a minute for a large photograph and saves three percent of a drawing.
        return _saved(image, "PNG")
    if suffix == "jpg":
        return _saved(image, "JPEG", quality=85, optimize=True, progressive=True)
    if is_drawing:
        # A drawing made narrower has new colours at its edges: then the lossless file may be the larger one.
        return min(_saved(image, "WEBP", lossless=True), _saved(image, "WEBP", quality=90), key=len)
    return _saved(image, "WEBP", quality=80)


def _saved(image: Image.Image, file_format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()
