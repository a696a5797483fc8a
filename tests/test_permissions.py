"""Every address says who may knock there, and the door keeps to it."""

from __future__ import annotations

import pytest
from starlette.routing import Mount

from cop.accounts.viewer import ADMINISTRATOR, ANY_MEMBER, ANYONE, Viewer
from cop.permissions import Door, Who, is_enough
from cop.routes.all import routes

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


def test_every_address_but_that_of_the_assets_has_a_door() -> None:
    open_to_all = [route for route in routes if not isinstance(route, Door)]

    assert [route.name for route in open_to_all if isinstance(route, Mount)] == ["static"]
    assert len(open_to_all) == 1


@pytest.mark.parametrize("who", Who)
def test_each_kind_of_caller_is_enough_for_what_it_is(who: Who) -> None:
    for viewer in ENOUGH[Who.ANYONE]:
        assert is_enough(viewer, who) == (viewer in ENOUGH[who])
