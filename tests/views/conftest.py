"""Planning a shop that a test writes as one string."""

from support.planned import plan, sound

__all__ = ["plan", "sound"]
