"""What the claims of an identity token mean here: name and role, as Entra ID and Keycloak write them."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.errors import IdentityRefused, NoRole
from bot.model.people import RANKS

LONGEST = 200
NAMES = ("preferred_username", "upn", "email")
"""Claims with a name by which colleagues know somebody, the best first."""


def role_in(claims: Mapping[str, Any], client_id: str, roles: tuple[tuple[str, str], ...]) -> str:
    """The highest of our roles that the claims give. Raises ``NoRole``."""
    given = set(_given(claims, client_id))
    found = [role for value, role in roles if value in given]
    if not found:
        raise NoRole("no claim gives a role")
    return max(found, key=RANKS.index)


def _given(claims: Mapping[str, Any], client_id: str) -> Iterator[str]:
    """The values of ``roles`` and ``groups`` (Entra ID, Keycloak) and of Keycloak's roles of the realm and of us."""
    clients = claims.get("resource_access")
    ours = clients.get(client_id) if isinstance(clients, Mapping) else None
    for holder, name in ((claims, "roles"), (claims, "groups"), (claims.get("realm_access"), "roles"), (ours, "roles")):
        values = holder.get(name) if isinstance(holder, Mapping) else None
        if isinstance(values, list):
            yield from (value for value in values if isinstance(value, str))


def name_in(claims: Mapping[str, Any]) -> str:
    """The log-in name, casefolded. Raises ``IdentityRefused`` where there is none that can stand in an address."""
    for claim in NAMES:
        value = claims.get(claim)
        if isinstance(value, str) and (name := value.strip().casefold()) and _can_be_used(name):
            return name
    raise IdentityRefused("no claim gives a name")


def _can_be_used(name: str) -> bool:
    return len(name) <= LONGEST and name.isprintable() and not set(name) & set(" /\\?")


def display_name_in(claims: Mapping[str, Any]) -> str:
    """The name that others see; empty when there is none."""
    value = claims.get("name")
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) and value.isprintable() else ""
