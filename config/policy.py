"""Who may do what: every staff view asks here and nowhere else.

Roles are Django groups (made by a migration): ``author`` writes own publications, ``editor`` works on all and publishes,
``administrator`` also keeps accounts and the institute's settings. A byline gives no right; being among a publication's
``editors`` does.
"""

from typing import Any, Literal

Action = Literal[
    "enter",  # the back office at all
    "list",  # see that things of this class exist
    "view",
    "add",
    "edit",
    "delete",
    "submit",  # hand a publication to the editors
    "publish",  # approve, publish, schedule
    "withdraw",
]

AUTHOR, EDITOR, ADMINISTRATOR = "author", "editor", "administrator"

# What only administrators may touch: accounts, rights and the institute itself.
ADMINISTRATION = {"user", "group", "permission", "institute"}
# What authors may only look at while they write.
CATALOGUE = {
    "person", "appointment", "center", "kind", "series", "topic", "audience", "contributorrole", "page", "redirect", "featured",
    "synonym", "readership",
}  # fmt: skip


def roles(user: Any) -> frozenset[str]:
    """The names of a user's roles; read once per user object."""
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return frozenset()
    if not hasattr(user, "_roles"):
        names = (
            {AUTHOR, EDITOR, ADMINISTRATOR} if user.is_superuser else set(user.groups.values_list("name", flat=True))
        )
        user._roles = frozenset(names)
    held: frozenset[str] = user._roles
    return held


def can(user: Any, action: Action, target: Any = None) -> bool:
    """Whether a user may do this to an object, or to a model class where there is no object yet."""
    held = roles(user)
    if not held:
        return False
    if ADMINISTRATOR in held or action == "enter":
        return True
    noun = target._meta.model_name if target is not None else ""
    if noun in ADMINISTRATION:
        return False
    if EDITOR in held:
        return not (action == "delete" and noun == "publication" and not _is_unpublished(target))
    if noun in CATALOGUE:
        return action in {"list", "view"}
    if action in {"list", "add"}:
        return AUTHOR in held
    if action not in {"view", "edit", "submit", "delete"}:
        return False
    publication = getattr(target, "publication", target)
    is_own = not isinstance(publication, type) and publication.has_editor(user)
    if action == "delete" and noun == "publication":
        return is_own and _is_unpublished(publication)
    return is_own


def _is_unpublished(publication: Any) -> bool:
    return not isinstance(publication, type) and not publication.was_published
