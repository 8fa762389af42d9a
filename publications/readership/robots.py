"""Who is no reader. The list is that of the package ``crawler-user-agents``, which is kept up by many and released often."""

import functools

from crawleruseragents import is_crawler

LONGEST_AGENT = 1_000


@functools.lru_cache(maxsize=4096)
def _is_known(agent: str) -> bool:
    return bool(is_crawler(agent))


def is_robot(agent: str) -> bool:
    """Also who does not say what it is, or says it at a length that no browser has."""
    return not agent.strip(" -") or len(agent) > LONGEST_AGENT or _is_known(agent)
