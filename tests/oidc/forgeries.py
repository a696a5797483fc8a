"""Tokens that prove nothing, by what is wrong with them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import rsa

from tests.oidc.hostile import OTHER_RSA, b64, pem, rsa_jwk, sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oidc.hostile import Hostile

    Forge = Callable[[Hostile, dict[str, Any]], Any]

GOOD = {"alg": "RS256", "kid": "r"}
SHORT_RSA = rsa.generate_private_key(65537, 1024)  # noqa: S505  it is to be refused
URL = "http://127.0.0.1:9/keys"


def claiming(**changed: Any) -> Forge:
    """Sign it well, with other claims; None leaves one out."""

    def forge(idp: Hostile, claims: dict[str, Any]) -> str:
        changes = {k: v(idp) if callable(v) else v for k, v in changed.items()}
        wanted = {k: v for k, v in (claims | changes).items() if v is not None}
        return sign(GOOD, wanted, idp.rsa)

    return forge


def heading(key: Any = None, **header: Any) -> Forge:
    """Sign honest claims under another header, with another key unless it is None."""
    return lambda idp, claims: sign(GOOD | header, claims, idp.rsa if key is None else key)


def cut(idp: Hostile, claims: dict[str, Any]) -> str:
    return sign(GOOD, claims, idp.rsa).rpartition(".")[0] + "."


def swapped_payload(idp: Hostile, claims: dict[str, Any]) -> str:
    head, _, signature = sign(GOOD, claims, idp.rsa).split(".")
    return f"{head}.{sign(GOOD, claims | {'sub': 'victim'}, idp.rsa).split('.')[1]}.{signature}"


def with_public_key_as_secret(idp: Hostile, claims: dict[str, Any]) -> str:
    return sign({"alg": "HS256", "kid": "r"}, claims, pem(idp.rsa))


def with_modulus_as_secret(idp: Hostile, claims: dict[str, Any]) -> str:
    return sign({"alg": "HS256", "kid": "r"}, claims, rsa_jwk(idp.rsa)["n"].encode())


def ec_with_another_curve_key(idp: Hostile, claims: dict[str, Any]) -> str:
    return sign({"alg": "ES256", "kid": "r"}, claims, idp.ec)


def weak(idp: Hostile, claims: dict[str, Any]) -> str:
    idp.keys = [rsa_jwk(SHORT_RSA, kid="w")]
    return sign({"alg": "RS256", "kid": "w"}, claims, SHORT_RSA)


FORGED: dict[str, Forge] = {
    "no algorithm": lambda _idp, claims: sign({"alg": "none"}, claims, b""),
    "no algorithm, written otherwise": lambda _idp, claims: sign({"alg": "nOnE"}, claims, b""),
    "algorithm missing": lambda idp, claims: sign({"kid": "r"}, claims, idp.rsa),
    "algorithm no text": lambda idp, claims: sign({"alg": ["RS256"]}, claims, idp.rsa),
    "public key as secret": with_public_key_as_secret,
    "modulus as secret": with_modulus_as_secret,
    "client secret as key": lambda _idp, claims: sign({"alg": "HS256"}, claims, b"s3"),
    "algorithm not pinned": heading(alg="RS512"),
    "another key under a known name": heading(OTHER_RSA),
    "another key without a name": lambda _idp, claims: sign({"alg": "RS256"}, claims, OTHER_RSA),
    "key in the header": heading(OTHER_RSA, jwk=rsa_jwk(OTHER_RSA)),
    "address of keys in the header": heading(OTHER_RSA, jku=URL),
    "address of a certificate in the header": heading(OTHER_RSA, x5u=URL),
    "certificate in the header": heading(OTHER_RSA, x5c=[b64(b"certificate")]),
    "honest key, address of keys in the header": heading(jku=URL),
    "critical extension": heading(crit=["b64"], b64=True),
    "unknown critical extension": heading(crit=["we-know-better"]),
    "another kind of token": heading(typ="at+jwt"),
    "kind of another key": ec_with_another_curve_key,
    "signature cut off": cut,
    "payload swapped": swapped_payload,
    "other issuer": claiming(iss="https://accounts.example.org"),
    "issuer with a slash more": claiming(iss=lambda idp: idp.issuer + "/"),
    "no issuer": claiming(iss=None),
    "issuer a list": claiming(iss=lambda idp: [idp.issuer]),
    "for another client": claiming(aud="somebody-else"),
    "for others, too, and not by us": claiming(aud=["cop-client", "evil"], azp="evil"),
    "for others, too, authorised by nobody": claiming(aud=["cop-client", "evil"]),
    "no audience": claiming(aud=None),
    "audience that only begins like ours": claiming(aud="cop-client-2"),
    "other nonce": claiming(nonce="of another day"),
    "no nonce": claiming(nonce=None),
    "expired": claiming(exp=lambda _idp: int(time.time()) - 3_600),
    "never expires": claiming(exp=None),
    "expiry no number": claiming(exp="tomorrow"),
    "from the future": claiming(iat=lambda _idp: int(time.time()) + 3_600),
    "not valid yet": claiming(nbf=lambda _idp: int(time.time()) + 3_600),
    "no subject": claiming(sub=None),
    "empty subject": claiming(sub=""),
    "subject a number": claiming(sub=1),
    "subject too long": claiming(sub="s" * 256),
    "subject with a line break": claiming(sub="person\n-1"),
    "hash of another access token": claiming(at_hash=b64(b"0123456789abcdef")),
    "oversized": claiming(name="n" * 200_000),
    "claims no object": lambda idp, _claims: sign(GOOD, b'["iss"]', idp.rsa),
    "claims no JSON": lambda idp, _claims: sign(GOOD, b"\xff\xfe", idp.rsa),
    "nested without end": lambda idp, _claims: sign(GOOD, b"[" * 6_000, idp.rsa),
    "no token": lambda _idp, _claims: None,
    "a number": lambda _idp, _claims: 42,
    "five parts": lambda _idp, _claims: "a.b.c.d.e",
    "dots": lambda _idp, _claims: "..",
}  # fmt: skip
