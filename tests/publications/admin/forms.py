"""What a browser would send back of a form it was shown, so that a test changes only what it is about."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import Group

from people.models import User


def account(name: str, *roles: str, **columns: Any) -> User:
    user = User.objects.create_user(name, password="a long password", is_staff=True, **columns)
    # Browser tests empty all tables, those that a migration filled included.
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user


class _Controls(HTMLParser):
    """The values of a form's controls. What stands in <template> is no control; <noscript> counts only without script."""

    def __init__(self, form_id: str, *, with_script: bool) -> None:
        super().__init__()
        self.form_id = form_id
        self.skipped = {"template", "noscript"} if with_script else {"template"}
        self.values: dict[str, Any] = {}
        self.inside = False
        self.depth = 0
        self.textarea = ""
        self.select: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in self.skipped:
            self.depth += 1
        if tag == "form" and not self.depth:
            self.inside = given.get("id") == self.form_id
        if not self.inside or self.depth:
            return
        name, kind = given.get("name") or "", given.get("type", "text")
        if tag == "input" and name and kind != "file":
            if kind in {"checkbox", "radio"}:
                if "checked" in given:
                    self.values.setdefault(name, []).append(given.get("value") or "on")
            else:
                self.values[name] = given.get("value") or ""
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""
        elif tag == "select":
            self.select = given
            self.values[name] = [] if "multiple" in given else ""
        elif tag == "option" and self.select:
            self._take_option(given)

    def _take_option(self, given: dict[str, str | None]) -> None:
        name = self.select["name"] or ""
        if "multiple" in self.select:
            if "selected" in given:
                self.values[name].append(given.get("value"))
        elif "selected" in given or name not in self.values or self.values[name] == "":
            self.values[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.skipped:
            self.depth -= 1
        elif tag == "textarea":
            # A browser drops the line end that follows the tag.
            if self.textarea and not self.depth:
                self.values[self.textarea] = self.values[self.textarea].removeprefix("\n")
            self.textarea = ""
        elif tag == "select":
            self.select = {}
        elif tag == "form" and not self.depth:
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.textarea and not self.depth:
            self.values[self.textarea] += data


def controls(response: Any, form_id: str = "publication_form", *, with_script: bool = True) -> dict[str, Any]:
    parser = _Controls(form_id, with_script=with_script)
    parser.feed(response.content.decode())
    parser.close()
    return parser.values


def add_row(data: dict[str, Any], noun: str, **values: Any) -> int:
    """As the script adds a row."""
    number = int(data[f"{noun}-TOTAL_FORMS"])
    data[f"{noun}-TOTAL_FORMS"] = str(number + 1)
    data.update({f"{noun}-{number}-{name}": value for name, value in values.items()})
    return number
