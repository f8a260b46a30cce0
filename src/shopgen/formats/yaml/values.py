"""What plain documents are made of."""

Plain = dict[str, "Plain"] | list["Plain"] | str | None


class NotPlain(Exception):
    """The document is wrong, or holds something that only `compose` can read or report."""
