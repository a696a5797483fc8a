"""Giving a profile its photo, and taking it away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tortoise.transactions import in_transaction

from cop.accounts.audit import record_deed
from cop.kit.changes import record_changes
from profiles.actions.members import KIND
from profiles.models import Profile
from profiles.photos.files import erase_photo, write_photo
from profiles.photos.making import make_photo

if TYPE_CHECKING:
    from pathlib import Path

    from cop.accounts.viewer import Viewer
    from profiles.access import Editable


async def set_photo(viewer: Viewer, editable: Editable, content: bytes, data: Path) -> None:
    """Show the photo in `content` on the profile, and erase the one before.

    Raises:
        PhotoRefused: it cannot be shown; the sentence says why.
    """
    photo = await asyncio.to_thread(make_photo, content)
    name = await asyncio.to_thread(write_photo, data, editable.member.id, photo)
    await _change(viewer, editable, name, data)


async def remove_photo(viewer: Viewer, editable: Editable, data: Path) -> None:
    """Show initials again, and erase the photo."""
    await _change(viewer, editable, "", data)


async def _change(viewer: Viewer, editable: Editable, name: str, data: Path) -> None:
    """Put the photo `name` in the place of the one that was seen."""
    profile_id, before = editable.member.id, editable.member.photo
    if name == before:
        return
    async with in_transaction():
        kept = Profile.filter(id=profile_id, photo=before)
        if not await kept.update(photo=name):
            return  # another photo was sent meanwhile; it stays
        deed = "photo.set" if name else "photo.removed"
        await record_deed(viewer, deed, f"profile:{profile_id}")
        await record_changes(KIND, [profile_id])
    if before:
        await asyncio.to_thread(erase_photo, data, before)
