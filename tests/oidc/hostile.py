"""A provider of our own on loopback that issues whatever token a test wants."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from cop.kit.settings import Provider
from tests.serving import free_port, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

CLIENT = "cop-client"
OTHER_RSA = rsa.generate_private_key(65537, 2048)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8))


def rsa_jwk(key: rsa.RSAPrivateKey, **more: str) -> dict[str, str]:
    public = key.public_key().public_numbers()
    return {"kty": "RSA", "n": number(public.n), "e": number(public.e)} | more


def ec_jwk(key: ec.EllipticCurvePrivateKey, **more: str) -> dict[str, str]:
    public = key.public_key().public_numbers()
    x, y = public.x.to_bytes(32), public.y.to_bytes(32)
    return {"kty": "EC", "crv": "P-256", "x": b64(x), "y": b64(y)} | more


def pem(key: rsa.RSAPrivateKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form)


def sign(header: dict[str, Any], claims: Any, key: Any) -> str:
    """Return a token; the key's own type says how it is signed, whatever the header claims."""
    payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    signed = f"{b64(json.dumps(header).encode())}.{b64(payload)}"
    message = signed.encode()
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
        signature = r.to_bytes(32) + s.to_bytes(32)
    else:
        signature = hmac.new(key, message, "sha256").digest() if key else b""
    return f"{signed}.{b64(signature)}"


class Hostile:
    """The provider. By itself it is an honest one; `forge` makes it lie."""

    def __init__(self, path: str = "") -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}{path}"
        self.path = path
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.reset()

    def reset(self) -> None:
        """Become honest again."""
        self.claims: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.answer: dict[str, str] = {}
        self.forge: Callable[[Hostile, dict[str, Any]], Any] = Hostile.honest
        self.keys = [rsa_jwk(self.rsa, kid="r", use="sig", alg="RS256"), ec_jwk(self.ec, kid="e")]
        self.asked: dict[str, dict[str, str]] = {}
        self.hits: dict[str, int] = {}
        self.broken: Response | None = None
        self.last_token = ""
        self.knows_no_pkce = False

    def honest(self, claims: dict[str, Any]) -> str:
        return sign({"alg": "RS256", "kid": "r"}, claims, self.rsa)

    def provider(self, name: str = "house") -> Provider:
        return Provider(
            name=name, label="The House", issuer=self.issuer, client_id=CLIENT, client_secret="s3"
        )

    def _hit(self, name: str) -> None:
        self.hits[name] = self.hits.get(name, 0) + 1

    async def _metadata(self, _request: Request) -> Response:
        self._hit("metadata")
        if self.broken:
            return self.broken
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        ends = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()}
        offered = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
        return JSONResponse(
            {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks"}
            | ends | offered | self.metadata
        )  # fmt: skip

    async def _jwks(self, _request: Request) -> Response:
        self._hit("jwks")
        return JSONResponse({"keys": self.keys})

    async def _authorize(self, request: Request) -> Response:
        code, query = secrets.token_urlsafe(16), dict(request.query_params)
        self.asked[code] = query
        answer = {"code": code, "state": query["state"]} | self.answer
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode(answer)}", 302)

    async def _token(self, request: Request) -> Response:
        self._hit("token")
        async with request.form() as form:
            asked = self.asked.pop(str(form["code"]), None)
            verifier = str(form.get("code_verifier", ""))
        if self.knows_no_pkce:  # as LinkedIn
            if verifier or not asked:
                return JSONResponse({"error": "invalid_client"}, 401)
        elif asked is None or asked["code_challenge"] != b64(
            hashlib.sha256(verifier.encode()).digest()
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        moment = int(time.time())
        claims = {"iss": self.issuer, "sub": "person-1", "aud": CLIENT, "iat": moment,
                  "exp": moment + 300, "nonce": asked["nonce"], "name": "Eve Else"}  # fmt: skip
        token = self.forge(self, claims | self.claims)
        self.last_token = str(token)
        return JSONResponse(
            {"access_token": "access", "token_type": "Bearer", "id_token": token}
            if token is not None
            else {"access_token": "access", "token_type": "Bearer"}
        )

    async def _userinfo(self, _request: Request) -> Response:
        self._hit("userinfo")
        return JSONResponse(self.userinfo, 200 if self.userinfo else 404)

    @contextmanager
    def running(self) -> Iterator[Hostile]:
        """Serve in a thread for the time of the `with` block."""
        views = {
            "/.well-known/openid-configuration": self._metadata, "/jwks": self._jwks,
            "/authorize": self._authorize, "/userinfo": self._userinfo,
        }  # fmt: skip
        routes = [Route(f"{self.path}{path}", view) for path, view in views.items()]
        routes.append(Route(f"{self.path}/token", self._token, methods=["POST"]))
        with running(Starlette(routes=routes), self.port):
            yield self
