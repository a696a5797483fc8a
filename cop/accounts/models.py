"""The tables of accounts: who may sign in, from where they are, what they may do."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Account(Model):
    """A person who may sign in. What they tell about themselves is their profile's matter."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=200)
    email = fields.CharField(max_length=320, null=True)
    email_key = fields.CharField(max_length=320, null=True, unique=True)
    is_sample = fields.BooleanField(default=False, db_default=False)  # of the demo community
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
    role = fields.CharField(max_length=32)
    scope = fields.CharField(max_length=80, default="")  # a chapter's slug; "" is everywhere

    class Meta(Model.Meta):
        table = "role"
        unique_together = (("account", "role", "scope"),)


class LoginSession(Model):
    """One signed-in browser. The cookie holds a random token, this row only its hash."""

    token_hash = fields.CharField(max_length=64, primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name="sessions", on_delete=fields.CASCADE
    )
    account_id: int
    created_at = fields.DatetimeField(auto_now_add=True)
    seen_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "login_session"
