"""Where static files are found: hashed names and compressed copies, so that they may be cached for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    # Without collectstatic (tests, a first look) the plain name is used instead of an error.
    manifest_strict = False
    support_js_module_import_aggregation = True
