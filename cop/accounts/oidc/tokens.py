"""Reading an ID token: who signed it, for whom, when; whatever is not as it must be is refused."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS: Final = {"RS256": "RSA", "ES256": "EC"}  # the algorithms we take, whatever anybody offers
HEADER: Final = frozenset({"alg", "kid", "typ", "x5t", "x5t#S256"})  # a key in it is not looked at
PUBLIC: Final = frozenset({"kty", "n", "e", "crv", "x", "y"})  # of a key
LONGEST: Final = 16_384  # characters
LEEWAY: Final = 60  # seconds between two clocks
LONGEST_SUBJECT: Final = 255  # OpenID Connect Core, 2
LEAST_BITS: Final = 2048


class BadToken(Exception):
    """The token proves nothing. The message says why, in a word, and holds nothing of it."""


class UnknownKey(BadToken):
    """It is signed with a key that we do not know, perhaps yet."""


def read_id_token(
    token: object,
    keys: Sequence[Mapping[str, Any]],
    *,
    client_id: str,
    nonce: str,
    access_token: object,
) -> dict[str, Any]:
    """Return the claims of a token that is sound. Whose it must be, `iss`, the caller compares.

    Args:
        token: as it came.
        keys: of the provider, as in its JWK set.
        client_id: for whom it must be.
        nonce: that it must hold; "" where the provider gives none.
        access_token: what came with it.

    Raises:
        UnknownKey: the key may be a new one.
        BadToken: it is not sound.
    """
    if not isinstance(token, str) or len(token) > LONGEST or token.count(".") != 2:  # noqa: PLR2004
        raise BadToken("shape")
    header = _read_header(token)
    key = _choose_key(header, keys)
    try:
        algorithm = str(header["alg"])
        read = jwt.decode(token, key, registry=JWSRegistry(algorithms=[algorithm]))
        claims: Any = CodeIDToken(
            read.claims,
            read.header,
            {"aud": {"essential": True, "values": [client_id]}, "sub": {"essential": True}},
            {"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(leeway=LEEWAY)
    except JoseError as error:
        raise BadToken(type(error).__name__) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadToken("claims") from None
    subject = read.claims["sub"]
    if not (subject.isascii() and subject.isprintable() and len(subject) <= LONGEST_SUBJECT):
        raise BadToken("sub")
    return read.claims


def _read_header(token: str) -> dict[str, object]:
    part = token.partition(".")[0]
    try:
        header: object = orjson.loads(_decoded(part))
    except ValueError:
        raise BadToken("header") from None
    if not isinstance(header, dict):
        raise BadToken("header")
    header = cast("dict[str, object]", header)
    if str(header.get("alg")) not in KINDS:
        raise BadToken("alg")
    if set(header) - HEADER or str(header.get("typ", "JWT")).upper() != "JWT":
        raise BadToken("header")
    return header


def _choose_key(header: Mapping[str, object], keys: Sequence[Mapping[str, Any]]) -> RSAKey | ECKey:
    """Return the one key that the token can be signed with."""
    algorithm = str(header["alg"])
    fitting = [
        key
        for key in keys
        if key.get("kty") == KINDS[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and ("kid" not in header or key.get("kid") == header["kid"])
    ]
    if len(fitting) != 1:
        raise UnknownKey("key")
    public = {name: value for name, value in fitting[0].items() if name in PUBLIC}
    try:
        if algorithm == "RS256":
            if _bits(str(public["n"])) < LEAST_BITS:
                raise BadToken("short key")
            return RSAKey.import_key(public)
        return ECKey.import_key(public)
    except (JoseError, ValueError, TypeError, KeyError):
        raise BadToken("key") from None


def _bits(modulus: str) -> int:
    return int.from_bytes(_decoded(modulus), "big").bit_length()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
