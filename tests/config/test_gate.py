"""Before routing: what no page needs; after it: the headers of every answer."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from config.gate import MAXIMUM_PARAMETERS, MAXIMUM_QUERY_BYTES, is_wellformed
from people.models import User
from tests.factories import make_institute, make_published

LIST = "/en/publications/"


@pytest.mark.parametrize(
    "query",
    [
        "topic=%00", "a=%FF", "a=%C3%28", "a=%ED%A0%80", "%00=1", "a=\x00", "a=%F4%90%80%80",
        "a=" + "x" * MAXIMUM_QUERY_BYTES, "&".join(f"a{n}=1" for n in range(MAXIMUM_PARAMETERS + 1)),
        "&" * MAXIMUM_PARAMETERS,
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", LIST, "/admin/", "/healthz", "/static/css/site.css", "/nothing"])
def test_query_that_no_page_needs_is_answered_400_before_the_database(path, query):
    response = Client().get(path, QUERY_STRING=query)

    assert response.status_code == 400
    assert response.content.decode() == "400 Bad request / 잘못된 요청입니다"


@pytest.mark.parametrize(
    "path", ["/en/publications/%00/", "/en/publications/%ED%A0%80/", "/%00", "/en/%FF/", "/en/people/%C3%28/"]
)
def test_path_that_is_no_text_is_answered_400(path):
    assert Client().get(path).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["a=" + "x" * (MAXIMUM_QUERY_BYTES - 2), "&".join(f"a{n}=1" for n in range(MAXIMUM_PARAMETERS)), "x=%EA%B0%80+%20"],
)
def test_largest_query_that_is_taken(client, query):
    assert client.get(LIST, QUERY_STRING=query).status_code == 200


@given(data=st.binary(max_size=60))
def test_query_passes_if_it_is_a_text_without_nul(data):
    quoted = "".join(f"%{byte:02x}" for byte in data)

    assert (
        is_wellformed("/", quoted) is is_wellformed("/", data.replace(b"%", b"%25").decode("latin-1")) is _is_text(data)
    )


@given(path=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0%"), max_size=60))
def test_path_passes_if_it_is_a_text_without_nul(path):
    assert is_wellformed(f"/{path}", "") is True


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


# --- headers


def policy(response) -> dict[str, list[str]]:
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        (LIST, 200), ("/en/nothing/", 404), ("/en/publications/?year=x", 400), ("/en/publications/?a=%00", 400),
        ("/admin/login/", 200), ("/admin/nothing/", 302), ("/healthz", 200), ("/institute.css", 200),
        ("/publications/paper.bib", 200), ("/", 200),
    ],
)  # fmt: skip
def test_every_answer_carries_the_strict_headers(client, address, status):
    make_institute()
    make_published("Paper")

    response = client.get(address)

    assert response.status_code == status
    rules = policy(response)
    assert rules["default-src"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'none'"]
    assert rules["base-uri"] == ["'none'"]
    assert [
        value for values in rules.values() for value in values if "unsafe" in value or value in {"*", "data:"}
    ] == []
    assert {name: rules[name] for name in ("script-src", "style-src", "form-action", "font-src", "connect-src")} == {
        name: ["'self'"] for name in ("script-src", "style-src", "form-action", "font-src", "connect-src")
    }
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Permissions-Policy"].startswith("camera=(), geolocation=(), microphone=()")


@pytest.mark.django_db
def test_pages_of_staff_are_kept_by_no_cache(client):
    User.objects.create_superuser("boss", password="secret")
    client.login(username="boss", password="secret")

    assert "no-store" in client.get("/admin/")["Cache-Control"]


@pytest.mark.django_db
def test_answer_over_https_asks_browsers_to_stay_with_it(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True

    plain, secure = Client().get(LIST), Client().get(LIST, secure=True)

    assert (plain.status_code, plain["Location"]) == (301, f"https://testserver{LIST}")
    assert secure["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


# --- the language of a page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "language"), [("/ko/", "ko"), ("/en/", "en"), ("/ko/nothing/", "ko"), ("/healthz", "en"), ("/", "en")]
)
def test_language_of_a_page_is_that_of_its_address_whatever_the_browser_says(client, address, language):
    for asked in ("ko", "en", "fr"):
        response = client.get(address, headers={"accept-language": asked})
        assert response["Content-Language"] == language
        assert "accept-language" not in response.get("Vary", "").lower()
