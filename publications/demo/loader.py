"""Loads the demo institute: its catalogue, its publications and three accounts. All of it, or nothing."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction

from config.policy import ADMINISTRATOR, AUTHOR, EDITOR
from people.models import Person, User
from publications.demo.catalogue import Catalogue, feature, load_catalogue
from publications.demo.content import ContentFault, Entry, read
from publications.demo.reports import load_publication, moment
from publications.services.publishing import Incomplete, publish
from publications.services.reviewing import submit
from publications.services.saving import save_again

CONTENT = Path(__file__).parent
PASSWORD = "colophon-demo"  # noqa: S105 - public on purpose: the accounts exist in the demo only
ROLES = {"author": AUTHOR, "editor": EDITOR, "admin": ADMINISTRATOR}
# The person whose account "author" is; that account may edit what this person wrote, and every draft.
WRITER = "han-ji-ho"
STATUSES = ("published", "scheduled", "draft", "in_review")


@dataclass(frozen=True)
class Accounts:
    author: User
    editor: User


@transaction.atomic
def load_demo(content: Path = CONTENT) -> None:
    """Fill an empty database.

    :raises ContentFault: a file does not say what it must say; nothing was stored
    """
    entry = read(content / "catalogue.toml")
    catalogue = load_catalogue(entry)
    accounts = _make_accounts(catalogue.find(Person, WRITER, entry, "people"))
    reports = {path.stem: read(path) for path in sorted((content / "reports").glob("*.toml"))}
    # Oldest first, as an institute would have entered them; a translation after its original.
    for slug in sorted(
        reports, key=lambda slug: (reports[slug].text("translation_of") != "", reports[slug].text("issued"))
    ):
        _enter(reports[slug], slug, content / "images", catalogue, accounts)
    feature(entry, catalogue)


def _make_accounts(writer: Person) -> Accounts:
    users = {}
    for username, role in ROLES.items():
        user = User.objects.create_user(username, password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        users[username] = user
    users["author"].person = writer
    users["author"].save(update_fields=["person"])
    return Accounts(author=users["author"], editor=users["editor"])


def _enter(entry: Entry, slug: str, images: Path, catalogue: Catalogue, accounts: Accounts) -> None:
    """One publication through the walk of staff: rows, save, and what its status says."""
    publication = load_publication(entry, slug, images, catalogue)
    status, opens = entry.need("status"), moment(entry, publication)
    entry.finish()
    if status not in STATUSES:
        raise entry.fault("status", f"must be one of {', '.join(STATUSES)}")
    is_authors = status in {"draft", "in_review"} or publication.contributions.filter(person__slug=WRITER).exists()
    by = accounts.author if is_authors else accounts.editor
    publication.editors.add(by)
    revision = save_again(publication=publication, by=by)
    if status == "in_review":
        submit(publication=publication)
    elif status != "draft":
        try:
            publish(revision=revision, by=accounts.editor, at=opens)
        except Incomplete as lack:
            raise ContentFault(f"{entry.place}: cannot be published: {lack}") from lack
