"""``manage.py demo``: the demo institute and its three accounts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from people.models import User
from publications.demo.content import ContentFault
from publications.demo.loader import PASSWORD, ROLES, load_demo
from publications.models import Institute


class Command(BaseCommand):
    help = "Loads the demo institute with three accounts whose password is public. Only in demo mode, only once."
    requires_system_checks = ()  # every start of `make demo` runs this; the checks ran in `migrate` just before

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo's accounts have a public password: set DEMO=1 on a machine that is for trying only."
            )
        if not self._is_loaded():
            try:
                load_demo()
            except ContentFault as fault:
                raise CommandError(f"Nothing was loaded. {fault}") from fault
            self.stdout.write("The demo institute is loaded.")
        self.stdout.write(f"\n  Accounts     {', '.join(ROLES)} (password {PASSWORD})")

    def _is_loaded(self) -> bool:
        """True after an earlier load; an institute that is somebody's own is refused."""
        names = set(User.objects.values_list("username", flat=True))
        has_institute = Institute.objects.exists()
        if has_institute and names & set(ROLES):
            return True
        if names:
            raise CommandError("This database has accounts already; the demo would add some with a public password.")
        if has_institute:
            raise CommandError("This database holds an institute already.")
        return False
