"""A report with chapters, and an author who may edit it: for the tests of a chapter's page."""

import io

from django.contrib.auth.models import Group
from PIL import Image

from people.models import User
from publications.models import Chapter, Kind, Publication
from publications.services import saving


def make_author(name: str = "author") -> User:
    author = User.objects.create_user(name, password="secret", is_staff=True)
    # Tests that commit leave the database without the rows that migrations made.
    author.groups.add(Group.objects.get_or_create(name="author")[0])
    return author


def make_report(author: User, *, language: str = "en", chapters: int = 2) -> Publication:
    """Saved once, so that its revision is 1; its chapters are "Chapter 1", "Chapter 2" …"""
    kind, _is_new = Kind.objects.get_or_create(
        slug="report",
        defaults={"name_en": "Report", "name_ko": "보고서", "plural_en": "Reports", "plural_ko": "보고서"},
    )
    publication = Publication.objects.create(
        kind=kind, language=language, title_en="A Drier Spring", title_ko="메마른 봄"
    )
    publication.editors.add(author)
    for number in range(1, chapters + 1):
        Chapter.objects.create(
            publication=publication, position=number, title_en=f"Chapter {number}", title_ko=f"{number}장"
        )
    saving.save_again(publication=publication, by=author)
    publication.refresh_from_db()
    return publication


def address_of(chapter: Chapter) -> str:
    return f"/admin/publications/chapter/{chapter.pk}/change/"


def picture_bytes(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 360), colour).save(file, "PNG")
    return file.getvalue()
