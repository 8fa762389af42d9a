"""The back office: Django's admin, open to those whom the policy lets in."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config import policy


class ColophonAdminConfig(AdminConfig):
    default_site = "config.admin_site.ColophonAdmin"


class ColophonAdmin(AdminSite):
    site_title = _("Colophon back office")
    site_header = _("Colophon")
    index_title = _("Dashboard")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return policy.can(request.user, "enter")
