"""The back office as a person uses it: by labels and buttons, in a real browser."""

import re
from collections.abc import Iterable

from django.contrib.auth.models import Group
from playwright.sync_api import Locator, Page, expect

from people.models import User

PASSWORD = "a-long-password"


def make_account(name: str, role: str) -> User:
    account = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    account.groups.add(Group.objects.get_or_create(name=role)[0])
    return account


class BackOffice:
    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto("/admin/login/?next=/admin/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Welcome")

    def fill(self, values: dict[str, str], within: Locator | Page | None = None) -> None:
        for label, value in values.items():
            (within or self.page).get_by_label(label, exact=True).fill(value)

    def choose(self, values: dict[str, str], within: Locator | Page | None = None) -> None:
        for label, value in values.items():
            (within or self.page).get_by_label(label, exact=True).select_option(label=value)

    def write(self, name: str, paragraphs: Iterable[str]) -> None:
        """Type paragraphs into a rich-text field."""
        self.page.get_by_role("textbox", name=name).click()
        for place, paragraph in enumerate(paragraphs):
            if place:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(paragraph)

    def section(self, name: str) -> Locator:
        return self.page.locator("section.panel", has=self.page.get_by_role("heading", name=re.compile(f"^{name}")))

    def row(self, section: str, button: str) -> Locator:
        """A new row of a list in a section."""
        panel = self.section(section)
        panel.get_by_role("button", name=button).click()
        return panel.locator(".row").last

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def save(self) -> None:
        self.press("Save draft")
        expect(self.page.locator(".messagelist, .say").first).to_contain_text(re.compile("saved", re.IGNORECASE))
