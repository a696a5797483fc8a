"""Who may do what with chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cop.kit.errors import NotFound
from cop.kit.i18n import gettext as _

if TYPE_CHECKING:
    from cop.accounts.viewer import Viewer


def may_form_chapters(viewer: Viewer) -> bool:
    """Say whether `viewer` may look at proposals and accept them."""
    return viewer.is_administrator


def access_proposals(viewer: Viewer) -> None:
    """Let only those pass who may form chapters.

    Raises:
        NotFound: for everybody else there is no such page.
    """
    if not may_form_chapters(viewer):
        raise NotFound(_("There is nothing at this address."))


def may_coordinate(viewer: Viewer, chapter: str) -> bool:
    """Say whether `viewer` decides about the members of the chapter with this slug."""
    return viewer.is_administrator or chapter in viewer.coordinates


def access_desk(viewer: Viewer, chapter: str) -> None:
    """Let only those pass who decide about the members of the chapter with this slug.

    Raises:
        NotFound: for everybody else there is no such page, whether there is such a chapter or not.
    """
    if not may_coordinate(viewer, chapter):
        raise NotFound(_("There is nothing at this address."))


def may_note(viewer: Viewer, chapter: str) -> bool:
    """Say whether `viewer` reads and writes notes about members of the chapter with this slug.

    Administrators who do not coordinate it have no business there.
    """
    return chapter in viewer.coordinates


def access_notes(viewer: Viewer, chapter: str) -> None:
    """Let only those pass who read and write notes about members of the chapter.

    Raises:
        NotFound: for everybody else there are none.
    """
    if not may_note(viewer, chapter):
        raise NotFound(_("There is nothing at this address."))
