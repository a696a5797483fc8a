"""Every address has an entry in the one table of permissions, and the door keeps to it."""

from __future__ import annotations

import pytest
from starlette.routing import Mount, Route

from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, ANYONE, Viewer
from cop.permissions import PERMISSIONS, Who, is_enough
from cop.routes import routes

COORDINATOR = Viewer(account_id=1, is_member=True, coordinates=frozenset({"kenya"}))
EDITOR = Viewer(account_id=2, is_member=True, is_editor=True)
PENDING = Viewer(account_id=3)

ENOUGH = {
    Who.ANYONE: {ANYONE, PENDING, ANY_MEMBER, COORDINATOR, EDITOR, ADMINISTRATOR},
    Who.SIGNED_IN: {PENDING, COORDINATOR, EDITOR},
    Who.MEMBER: {ANY_MEMBER, COORDINATOR, EDITOR, ADMINISTRATOR},
    Who.COORDINATOR: {COORDINATOR, ADMINISTRATOR},
    Who.EDITOR: {EDITOR, ADMINISTRATOR},
    Who.ADMINISTRATOR: {ADMINISTRATOR},
}


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    named = {
        route.name for route in routes if isinstance(route, Route) and not isinstance(route, Mount)
    }

    assert named == set(PERMISSIONS)


@pytest.mark.parametrize("who", Who)
def test_each_kind_of_caller_is_enough_for_what_it_is(who: Who) -> None:
    for viewer in ENOUGH[Who.ANYONE]:
        assert is_enough(viewer, who) == (viewer in ENOUGH[who])
