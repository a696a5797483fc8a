"""What accounts keep about a person."""

from __future__ import annotations

from typing import Final

from tortoise.expressions import Q

from cop.accounts.models import (
    Account,
    ApiToken,
    AuditRow,
    Block,
    Consent,
    Delegation,
    Identity,
    LoginSession,
    Passkey,
    Role,
    SignInCode,
)
from cop.kit.outbox import Mail
from cop.kit.personal import Part, Person

_ROW: Final = {"id": "a number of ours", "account_id": "it is you"}
_SECRET: Final = "a hash that only serves to check a secret"  # noqa: S105  a reason


def _subjects(person: Person) -> Q:
    subjects = [f"account:{person.account_id}", f"profile:{person.profile_id}"]
    return Q(subject__in=subjects) | Q(actor_id=person.account_id)


PARTS: Final = (
    Part(
        name="account",
        model=Account,
        columns=(
            "id",
            "name",
            "email",
            "verified_at",
            "joined_at",
            "is_sample",
            "banned_at",
            "language",
            "created_at",
        ),
        withheld={"email_key": "the address once more, as it is compared"},
        find=lambda one: Account.filter(id=one.account_id),
    ),
    Part(
        name="roles",
        model=Role,
        columns=("role", "scope"),
        withheld=_ROW,
        find=lambda one: Role.filter(account_id=one.account_id),
    ),
    Part(
        name="consents",
        model=Consent,
        columns=("kind", "given", "words", "at"),
        withheld=_ROW,
        find=lambda one: Consent.filter(account_id=one.account_id),
    ),
    Part(
        name="sessions",
        model=LoginSession,
        columns=("device", "method", "created_at", "seen_at", "proved_at"),
        withheld=_ROW | {"token_hash": _SECRET},
        find=lambda one: LoginSession.filter(account_id=one.account_id),
    ),
    Part(
        name="sign_in_codes",
        model=SignInCode,
        columns=("email", "name", "tries", "created_at", "expires_at", "used_at"),
        withheld=_ROW
        | dict.fromkeys(("link_hash", "digits_hash", "browser_hash"), _SECRET)
        | {"email_key": "the address once more, as it is compared"},
        find=lambda one: SignInCode.filter(Q(account_id=one.account_id)),
    ),
    Part(
        name="identities",
        model=Identity,
        columns=("provider", "issuer", "subject", "created_at", "used_at"),
        withheld=_ROW,
        find=lambda one: Identity.filter(account_id=one.account_id),
    ),
    Part(
        name="passkeys",
        model=Passkey,
        columns=("name", "created_at", "used_at", "sign_count"),
        withheld=_ROW
        | dict.fromkeys(("credential_id", "public_key"), "it only serves to check the passkey"),
        find=lambda one: Passkey.filter(account_id=one.account_id),
    ),
    Part(
        name="api_tokens",
        model=ApiToken,
        columns=("name", "reach", "created_at", "used_at", "expires_at"),
        withheld=_ROW | {"token_hash": _SECRET},
        find=lambda one: ApiToken.filter(account_id=one.account_id),
    ),
    Part(
        name="blocks",
        model=Block,
        columns=("blocked_id", "created_at"),
        withheld=_ROW,  # who blocks you is told to nobody: those rows are theirs
        find=lambda one: Block.filter(account_id=one.account_id),
    ),
    Part(
        name="delegations",
        model=Delegation,
        columns=("account_id", "assistant_id", "email", "created_at"),
        withheld={"id": "a number of ours", "email_key": "the address in another form"},
        find=lambda one: Delegation.filter(
            Q(account_id=one.account_id) | Q(assistant_id=one.account_id)
        ),
    ),
    Part(
        name="trail",
        model=AuditRow,
        columns=("at", "actor_id", "action", "subject", "detail"),
        withheld={"id": "a number of ours"},
        find=lambda one: AuditRow.filter(_subjects(one)),
    ),
    Part(
        name="mail",
        model=Mail,
        columns=("recipient", "subject", "text", "body__text", "state", "created_at", "sent_at"),
        find=lambda one: Mail.filter(recipient__in=list(one.addresses)),
    ),
)
