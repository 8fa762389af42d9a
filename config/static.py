"""Where static files are found: hashed names and compressed copies, so that they may be cached for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Before ``collectstatic`` (tests, a first look) a file goes by its plain name instead of raising an error."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
