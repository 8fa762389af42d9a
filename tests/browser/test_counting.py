"""The counting request as a browser sends it: one when a reader comes, none while she turns the pages."""

import pytest
from playwright.sync_api import Page

from tests.factories import chapter, long_text, make_institute, make_published

pytestmark = pytest.mark.django_db(transaction=True)


def test_visit_is_one_request(page: Page):
    make_institute()
    make_published("Long", chapters=[chapter(f"Part {part}", body=long_text(2100)) for part in (1, 2, 3)])
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    page.goto("/en/publications/")
    page.get_by_role("link", name="Long").first.click()
    page.wait_for_load_state("networkidle")
    page.goto("/en/publications/")
    assert [address.partition("/count/")[2] for address in sent] == ["long/"]

    page.get_by_role("link", name="Long").first.click()
    page.get_by_role("link", name="Read online").click()
    page.wait_for_url("**/part-1/")
    page.wait_for_load_state("networkidle")
    assert [address.partition("/count/")[2] for address in sent] == ["long/", "long/"]
    assert page.context.cookies() == []
