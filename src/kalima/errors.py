"""What a user can be told.

Every bad input ends in one of these: what is wrong, where it is, and the next step. A programmer's
mistake stays a ``ValueError`` or the like and is never shown to the user.
"""

from __future__ import annotations


class KalimaError(Exception):
    """Something the user can act on.

    :param message: what is wrong, a whole sentence.
    :param hint: the next step, or ``""`` where there is none to give.
    :param at: the half-open range of characters of the input that is meant, or ``None``.
    """

    def __init__(self, message: str, hint: str = "", at: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.at = at

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class QueryError(KalimaError):
    """The query cannot be understood; ``at`` says which part of it.

    :param suggestion: the whole query as it was probably meant, or ``""`` where nothing is near.
    """

    def __init__(
        self, message: str, hint: str = "", at: tuple[int, int] | None = None, suggestion: str = ""
    ) -> None:
        super().__init__(message, hint, at)
        self.suggestion = suggestion


class NotFound(KalimaError):
    """What was asked for does not exist: a verse, a word, a page.

    :param suggestion: the name of what was probably meant, or ``""`` where nothing is near.
    """

    def __init__(
        self, message: str, hint: str = "", at: tuple[int, int] | None = None, suggestion: str = ""
    ) -> None:
        super().__init__(message, hint, at)
        self.suggestion = suggestion


class CorpusDamaged(KalimaError):
    """The corpus or the index is missing or is not the one that was built."""


class ResearchUnusable(KalimaError):
    """The user's own file is damaged, too new, busy, or out of reach. Nothing in it was changed."""


class NoHome(ResearchUnusable, OSError):
    """This user has no home folder, and none was named. To who writes files it is an OSError like others."""


class ResearchConflict(KalimaError):
    """What was to be changed has been changed by someone else since it was read. Nothing was written."""
