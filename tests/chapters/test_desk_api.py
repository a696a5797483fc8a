"""The desk of a chapter for programs: the same as on its pages, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cop.accounts.actions.sessions import create_sample_account
from cop.accounts.models import Account, AuditRow, Role
from cop.chapters.actions.memberships import join_chapters
from cop.chapters.models.chapters import Chapter
from cop.chapters.models.memberships import Membership, MembershipStep, State
from cop.chapters.queries.roster import SIZE
from cop.kit.clock import now
from cop.kit.database import counting
from cop.kit.outbox import Mail
from profiles.models import Profile
from tests.api.tokens import bearer
from tests.people import refresh

if TYPE_CHECKING:
    import httpx2

    from cop.running import Service
    from tests.chapters.deciding import Desk

KENYA = "/api/v1/chapters/kenya"
BELA = f"{KENYA}/members/bela"
READ = ("desk", "requests", "members", "suggested", "seats", "trail")
REACHES = ("public", "members", "own", "chapters")
