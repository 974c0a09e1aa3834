"""What only the operator can mend, in words that name it and say what to do."""

from __future__ import annotations


class Refused(Exception):
    """Something that only the operator can mend; the text names it and says what to do."""

    exit_code = 1


class BadSetting(Refused):
    """A setting cannot be used; says which one and what to write, never its value if secret."""

    exit_code = 2
