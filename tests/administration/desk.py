"""An editor at work: previews a deed, then does what the preview says."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from profiles.actions.members import Draft, create_profiles
from profiles.models import ProfileTag
from tests.people import tags

if TYPE_CHECKING:
    import httpx2

    from profiles.member import Tag
    from profiles.models import Profile

EDITOR = [("editor", "")]
ROOT = "/administration/vocabulary"


async def make(slug: str, *own: Tag, **values: Any) -> Profile:
    """Create a member who knows these things."""
    base = {"name": slug.capitalize(), "slug": slug, "country": "KE"}
    made = await create_profiles(
        [Draft(base | values, {"expertise": own, "languages": tags("sw")})], published=True
    )
    return made[0]


async def decide(client: httpx2.AsyncClient, **deed: Any) -> httpx2.Response:
    """Preview a deed, then send exactly what the preview's form holds."""
    preview = await client.get(f"{ROOT}/preview", params=deed)
    assert preview.status_code == 200, preview.text
    form = preview.text.partition(f'action="{ROOT}/deeds"')[2].partition("</form>")[0]
    found = re.findall(r'name="([\w-]+)" value="([^"]*)"', form)
    data = {name: html.unescape(value) for name, value in found}
    return await client.post(f"{ROOT}/deeds", data=data)


async def preview_of(client: httpx2.AsyncClient, **deed: Any) -> str:
    return (await client.get(f"{ROOT}/preview", params=deed)).text


async def keys_of(profile: Profile) -> list[str]:
    rows = await ProfileTag.filter(profile_id=profile.id, field="expertise").order_by("rank")
    return [row.key or row.text for row in rows]
