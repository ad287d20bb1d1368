"""How many entries of the archive lost their article from one lock to the next. Pure."""

from feedtool.lock.line import Lock


def gone_since(before: Lock, now: Lock) -> int:
    """Return how many entries have no article now, and had one before."""
    gone = [line.id for line in now.lines.values() if line.gone is not None]
    return sum(id_ in before.lines and not before.lines[id_].gone for id_ in gone)


def there(lock: Lock) -> int:
    """Return how many entries have an article."""
    return sum(not line.gone for line in lock.lines.values())
