"""The tables of accounts: who may sign in and how, what they may do, what they agreed to."""

from __future__ import annotations

from typing import Any, Never

from tortoise import fields
from tortoise.manager import Manager
from tortoise.models import Model
from tortoise.queryset import QuerySet


class Account(Model):
    """A person who may sign in. What they tell about themselves is their profile's matter."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=200)
    email = fields.CharField(max_length=320, null=True)
    email_key = fields.CharField(max_length=320, null=True, unique=True)
    verified_at = fields.DatetimeField(null=True)  # when the address was last proved
    joined_at = fields.DatetimeField(null=True)  # became a member; till then sees what all see
    is_sample = fields.BooleanField(default=False, db_default=False)  # of the demo community
    banned_at = fields.DatetimeField(null=True)
    language = fields.CharField(max_length=8, default="", db_default="")  # of mails; "" is English
    created_at = fields.DatetimeField(auto_now_add=True)
    roles: fields.ReverseRelation[Role]

    class Meta(Model.Meta):
        table = "account"


class Role(Model):
    """What an account may do, and where: coordinator of one chapter, administrator of all."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="roles", on_delete=fields.CASCADE
    )
    account_id: int
    role = fields.CharField(max_length=32)  # a `cop.accounts.viewer.RoleName`
    scope = fields.CharField(max_length=80, default="")  # a chapter's slug; "" is everywhere

    class Meta(Model.Meta):
        table = "role"
        unique_together = (("account", "role", "scope"),)


class LoginSession(Model):
    """One signed-in browser. The cookie holds a random token, this row only its hash."""

    id = fields.IntField(primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="sessions", on_delete=fields.CASCADE
    )
    account_id: int
    device = fields.CharField(max_length=120, default="", db_default="")  # "Firefox on Android"
    method = fields.CharField(max_length=120, default="", db_default="")  # how it began
    created_at = fields.DatetimeField(auto_now_add=True)
    seen_at = fields.DatetimeField(auto_now_add=True)
    proved_at = fields.DatetimeField(null=True)  # when a passkey last proved who is there

    class Meta(Model.Meta):
        table = "login_session"


class SignInCode(Model):
    """A mailed link and its six digits: proof that somebody reads the mail of an address.

    Both are stored as hashes only. The digits work in the browser that asked for them, the link in
    any; either works once.
    """

    id = fields.IntField(primary_key=True)
    link_hash = fields.CharField(max_length=64, unique=True)
    digits_hash = fields.CharField(max_length=64)
    browser_hash = fields.CharField(max_length=64, db_index=True)
    email = fields.CharField(max_length=320)
    email_key = fields.CharField(max_length=320, db_index=True)
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="codes", on_delete=fields.CASCADE, null=True
    )
    account_id: int | None  # whose address it shall become; None signs in
    name = fields.CharField(max_length=200, default="")  # of somebody who signs up
    tries = fields.IntField(default=0)  # of the digits
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "sign_in_code"


class Identity(Model):
    """An account elsewhere that signs in here, known by issuer and subject, never by e-mail."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="identities", on_delete=fields.CASCADE
    )
    account_id: int
    issuer = fields.CharField(max_length=300)
    subject = fields.CharField(max_length=255)
    provider = fields.CharField(max_length=40)  # its name in the settings
    created_at = fields.DatetimeField(auto_now_add=True)
    used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "identity"
        unique_together = (("issuer", "subject"),)


class Passkey(Model):
    """A key pair whose private half never leaves the person's device (WebAuthn)."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="passkeys", on_delete=fields.CASCADE
    )
    account_id: int
    credential_id = fields.CharField(max_length=400, unique=True)  # base64url
    public_key = fields.TextField()  # base64url
    sign_count: fields.Field[int] = fields.BigIntField(default=0)
    name = fields.CharField(max_length=80)
    created_at = fields.DatetimeField(auto_now_add=True)
    used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "passkey"


class Challenge(Model):
    """A number that a passkey or a provider must sign or send back, once."""

    id = fields.IntField(primary_key=True)
    key_hash = fields.CharField(max_length=64, unique=True)  # of what the browser's cookie holds
    kind = fields.CharField(max_length=40)  # "passkey", or "oidc:" and the provider
    data: fields.Field[dict[str, str]] = fields.JSONField()
    expires_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "challenge"


class ApiToken(Model):
    """A personal access token: it sees, and may do, what its owner may, or less."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="api_tokens", on_delete=fields.CASCADE
    )
    account_id: int
    token_hash = fields.CharField(max_length=64, unique=True)
    name = fields.CharField(max_length=80)
    reach = fields.CharField(max_length=16)  # a key of `REACHES`
    created_at = fields.DatetimeField(auto_now_add=True)
    used_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "api_token"


class Consent(Model):
    """What a person agreed to or took back, in which words and when. Rows are only ever added."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="consents", on_delete=fields.CASCADE
    )
    account_id: int
    kind = fields.CharField(max_length=32)  # "directory", "matches", "reminders", …
    given = fields.BooleanField()
    words = fields.TextField()  # as the person read them
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "consent"


class Block(Model):
    """Somebody for whom this account does not exist."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="blocks", on_delete=fields.CASCADE
    )
    account_id: int
    blocked: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="blocked_by", on_delete=fields.CASCADE, db_index=True
    )
    blocked_id: int
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "block"
        unique_together = (("account", "blocked"),)


class Delegation(Model):
    """Somebody, an assistant perhaps, who may edit the profile that belongs to `account`.

    They are asked by their e-mail address, and it counts from when they accept: who asks does not
    learn whether anybody has an account with that address.
    """

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="delegations", on_delete=fields.CASCADE
    )
    account_id: int
    email = fields.CharField(max_length=320)
    email_key = fields.CharField(max_length=320, db_index=True)
    assistant: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account",
        related_name="assists",
        on_delete=fields.CASCADE,
        null=True,
        db_index=True,
    )
    assistant_id: int | None  # None until they accept
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "delegation"
        unique_together = (("account", "email_key"),)


class Kept(RuntimeError):
    """Somebody wrote code that would change or remove what stays as it was written."""


class _OnlyAdded(QuerySet[Model]):
    def update(self, **kwargs: Any) -> Never:
        raise Kept(f"{self.model.__name__} rows are never changed: {', '.join(kwargs)}")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> Never:
        raise Kept(f"{self.model.__name__} rows are never changed")

    def delete(self) -> Never:
        raise Kept(f"{self.model.__name__} rows are never removed")


class _AddingManager(Manager):
    def get_queryset(self) -> QuerySet[Model]:
        return _OnlyAdded(self._model)  # pyright: ignore[reportUnknownMemberType, reportArgumentType]


class AuditRow(Model):
    """Who did what to whom, and when. Rows are only ever added, and never hold a hidden value."""

    id: fields.Field[int] = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField(auto_now_add=True, db_index=True)
    actor_id: fields.Field[int | None] = fields.IntField(null=True)  # None is the service itself
    action = fields.CharField(max_length=40)  # "profile.edited", "role.granted", …
    subject = fields.CharField(max_length=80)  # "profile:12", "account:3", "chapter:kenya"
    detail: fields.Field[dict[str, object]] = fields.JSONField()

    class Meta(Model.Meta):
        table = "audit"
        indexes = (("subject", "id"),)
        manager = _AddingManager()

    async def save(self, *args: Any, **kwargs: Any) -> None:
        if self._saved_in_db:
            raise Kept("a row of the trail is never changed")
        await super().save(*args, **kwargs)

    async def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        raise Kept("a row of the trail is never removed")
