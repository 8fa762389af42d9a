from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account of the back office. The link to a person is a convenience; neither it nor a byline gives rights."""

    language = models.CharField(
        _("language of the back office"), max_length=2, choices=[("en", "English"), ("ko", "한국어")], default="en"
    )
    person = models.OneToOneField(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="account", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.get_full_name() or self.username
