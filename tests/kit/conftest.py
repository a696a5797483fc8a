"""A mail server and what writes to it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from cop.kit.mail import Post
from tests.kit.mail_server import MailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.kit.settings import Settings


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(https_settings: Settings, server: MailServer) -> Settings:
    return dataclasses.replace(https_settings, smtp_url=server.url)


@pytest.fixture
def post(settings: Settings) -> Post:
    return Post(settings, lambda language: {"ar": "شبكة"}.get(language, "Network"))
