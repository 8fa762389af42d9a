"""The picture that is shown where a publication is shared."""

import io

import pytest
from PIL import Image

from publications.models import Institute, Publication
from publications.outputs import card
from publications.services import saving
from tests import documents
from tests.factories import make_institute, make_person, make_publication, make_published, publish, withdraw
from tests.pages import read
from tests.publications.outputs.golden import SITE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(card.fonts() is None, reason="This system has no font with Hangul (fonts-noto-cjk)."),
]


@pytest.fixture(autouse=True)
def institute(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_institute()


def make_korean():
    return make_published("조용한 항구", language="ko", title_en="Quiet Ports", slug="ports", authors=[make_person()])


def image_tags(client, address: str) -> dict[str, str]:
    tree = read(client.get(address))
    return {
        element.get("property", ""): element.get("content", "")
        for element in tree.findall(".//meta[@property]")
        if element.get("property", "").startswith("og:image")
    }


def test_picture_has_the_size_that_is_promised(client):
    make_korean()
    response = client.get("/publications/ports.png")
    picture = Image.open(io.BytesIO(response.content))

    assert (response["Content-Type"], picture.format, picture.size) == ("image/png", "PNG", (1200, 630))
    assert image_tags(client, "/en/publications/ports/") == {
        "og:image": "http://testserver/publications/ports.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "조용한 항구",
    }


def test_picture_is_drawn_once_for_an_edition(client, monkeypatch, settings):
    edition = make_korean()
    drawn = []
    draw = card.render
    monkeypatch.setattr(card, "render", lambda *arguments: drawn.append(1) or draw(*arguments))
    for _ in range(2):
        client.get("/publications/ports.png")
    first = len(drawn)
    Publication.objects.filter(pk=edition.publication_id).update(title_ko="시끄러운 항구")
    publish(Publication.objects.get(pk=edition.publication_id))
    client.get("/publications/ports.png")
    Institute.objects.update(cover_colour="#403000")
    client.get("/publications/ports.png")

    assert (first, len(drawn)) == (1, 3)
    assert len(list((settings.MEDIA_ROOT / "cards").iterdir())) == 1


def test_what_is_not_published_has_no_picture(client):
    saving.save_again(publication=make_publication("Draft"), by=None)
    gone = make_published("Gone")
    withdraw(gone.publication)

    assert [client.get(f"/publications/{slug}.png").status_code for slug in ("draft", "gone", "none")] == [404] * 3


def test_old_address_leads_to_the_present_picture(client):
    saving.change_slug(publication=make_korean().publication, slug="new-ports")

    response = client.get("/publications/ports.png")

    assert (response.status_code, response["Location"]) == (301, "/publications/new-ports.png")


def test_without_a_font_there_is_neither_picture_nor_tag(client, monkeypatch):
    make_korean()
    monkeypatch.setattr(card, "fonts", lambda: None)

    assert client.get("/publications/ports.png").status_code == 404
    assert image_tags(client, "/ko/publications/ports/") == {}


@pytest.mark.parametrize("title", ["가" * 300, "word " * 60, "W" * 300, "🐢", "a", '</script>"&{이순신}🐢'])
def test_any_title_fits(title):
    picture = Image.open(io.BytesIO(card.render(documents.with_titles(title), SITE, "#402020")))

    assert picture.crop((1140, 0, 1200, 630)).getcolors() == [(60 * 630, (64, 32, 32))]


def test_letters_without_a_picture_are_left_out():
    assert card.drawable("Ports 🐢 \u200dand 항구\ufe0f") == "Ports and 항구"
