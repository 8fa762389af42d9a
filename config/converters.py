"""Parts of addresses."""


class LanguageConverter:
    regex = "en|ko"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SlugConverter(LanguageConverter):
    """Letters of any script, digits, hyphen and underline."""

    regex = r"[-\w]{1,120}"


class HashConverter(LanguageConverter):
    regex = "[0-9a-f]{64}"
