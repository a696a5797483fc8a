"""The tables of members and of the institutions they work at."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from cop.accounts.models import Account
from profiles.fields import Visibility
from profiles.member import Tag


class Institution(Model):
    """An organisation in one country. The same ministry's office abroad is another."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    name = fields.CharField(max_length=200)
    country = fields.CharField(max_length=2, default="")
    kind = fields.CharField(max_length=32, default="")
    names: fields.ReverseRelation[InstitutionName]

    class Meta(Model.Meta):
        table = "institution"


class InstitutionName(Model):
    """A name an institution goes by, its own included. Names are compared by `key`."""

    id = fields.IntField(primary_key=True)
    institution: fields.ForeignKeyRelation[Institution] = fields.ForeignKeyField(
        "models.Institution", related_name="names", on_delete=fields.CASCADE
    )
    institution_id: int
    name = fields.CharField(max_length=200)
    key = fields.CharField(max_length=200)
    country = fields.CharField(max_length=2, default="")

    class Meta(Model.Meta):
        table = "institution_name"
        unique_together = (("key", "country"),)


class Profile(Model):
    """What a member tells the community. Read it through `profiles.access.visible` only."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    account: fields.OneToOneNullableRelation[Account] = fields.OneToOneField(
        "models.Account", related_name="profile", on_delete=fields.SET_NULL, null=True
    )
    account_id: int | None
    name = fields.CharField(max_length=200)
    name_key = fields.CharField(max_length=200, db_index=True)
    email = fields.CharField(max_length=320, default="")
    email_key = fields.CharField(max_length=320, null=True, unique=True)
    country = fields.CharField(max_length=2, default="")
    city = fields.CharField(max_length=200, default="")
    city_id: fields.Field[int | None] = fields.BigIntField(null=True)
    institution: fields.ForeignKeyNullableRelation[Institution] = fields.ForeignKeyField(
        "models.Institution", related_name="profiles", on_delete=fields.SET_NULL, null=True
    )
    institution_id: int | None
    unit = fields.CharField(max_length=200, default="")
    position = fields.CharField(max_length=200, default="")
    stakeholder = fields.CharField(max_length=80, default="")
    government_level = fields.CharField(max_length=80, default="")
    bio = fields.TextField(default="")
    website = fields.CharField(max_length=300, default="")
    orcid = fields.CharField(max_length=19, default="")
    gender = fields.CharField(max_length=80, default="", db_default="")
    visibility = fields.CharField(max_length=16, default=Visibility.MEMBERS.value)
    published_at = fields.DatetimeField(null=True)
    hidden_at = fields.DatetimeField(null=True)  # "hide me now": nobody but the owner sees them
    kept_hidden_at = fields.DatetimeField(null=True)  # by an administrator, whatever they want
    held_at = fields.DatetimeField(null=True)  # passes for somebody else, until one has looked
    invited_at = fields.DatetimeField(null=True)  # brought in by a file, and told so
    photo = fields.CharField(max_length=64, default="", db_default="")  # a file's name
    levels: fields.Field[dict[str, int]] = fields.JSONField(default=dict)
    joined_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)
    confirmed_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)  # asked whether all is still true
    version = fields.IntField(default=1)
    lists: dict[str, tuple[Tag, ...]]  # these three are put there by `profiles.queries.whole`
    chapters: frozenset[str]  # whose coordinators may see what is kept for them
    quiet: frozenset[str]  # chapters, their own or not, that only members know of

    class Meta(Model.Meta):
        table = "profile"


class ProfileTag(Model):
    """One value of a list on a profile: a concept by its key, or words we have no concept for."""

    id = fields.IntField(primary_key=True)
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="tags", on_delete=fields.CASCADE
    )
    profile_id: int
    field = fields.CharField(max_length=16)
    key = fields.CharField(max_length=80, default="")
    text = fields.CharField(max_length=200, default="")
    level: fields.Field[int] = fields.SmallIntField(
        default=2
    )  # of a topic: 1 some, 2 good, 3 expert
    rank: fields.Field[int] = fields.SmallIntField(default=0)

    class Meta(Model.Meta):
        table = "profile_tag"
        unique_together = (("profile", "field", "key", "text"),)
        indexes = (("field", "key"),)


class SharedWith(Model):
    """A chapter whose coordinators may see what the member keeps for coordinators.

    Written by the chapter when the member joins, removed when they leave: profiles know chapters
    by slug only, for foreign keys point left.
    """

    id = fields.IntField(primary_key=True)
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="shared_with", on_delete=fields.CASCADE
    )
    profile_id: int
    chapter = fields.CharField(max_length=80, db_index=True)

    class Meta(Model.Meta):
        table = "shared_with"
        unique_together = (("profile", "chapter"),)


class QuietChapter(Model):
    """A chapter that only members know of. The chapter writes it, like `SharedWith`."""

    id = fields.IntField(primary_key=True)
    chapter = fields.CharField(max_length=80, unique=True)

    class Meta(Model.Meta):
        table = "quiet_chapter"


class Merge(Model):
    """Two people or institutions made one. What went is kept for 30 days, to take it back."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=16)  # "profile" or "institution"
    kept = fields.IntField()
    gone: fields.Field[dict[str, object]] = fields.JSONField()  # what it was, and what moved
    before: fields.Field[dict[str, object]] = fields.JSONField()  # of the one that is kept
    actor_id: fields.Field[int | None] = fields.IntField(null=True)
    at = fields.DatetimeField(auto_now_add=True)
    undone_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "merge"


class Distinct(Model):
    """Two people or institutions that look alike and are not the same, as somebody has seen."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=16)  # "profile" or "institution"
    one = fields.IntField()  # the smaller id
    other = fields.IntField()
    actor_id: fields.Field[int | None] = fields.IntField(null=True)
    at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "distinct_pair"
        unique_together = (("kind", "one", "other"),)


class Import(Model):
    """One file brought in: how far it got, so that it can go on, and what it did, to undo it."""

    id = fields.IntField(primary_key=True)
    file_hash = fields.CharField(max_length=64, db_index=True)
    file_name = fields.CharField(max_length=200)
    options: fields.Field[dict[str, object]] = fields.JSONField()
    consent = fields.TextField(default="")  # on whose word the people were published
    next_row = fields.IntField(default=0)
    started_at = fields.DatetimeField(auto_now_add=True)
    finished_at = fields.DatetimeField(null=True)
    undone_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "import"


class ImportedRow(Model):
    """What became of one row: its outcome, the reasons, and what stood there before."""

    id = fields.IntField(primary_key=True)
    run: fields.ForeignKeyRelation[Import] = fields.ForeignKeyField(
        "models.Import", related_name="imported_rows", on_delete=fields.CASCADE
    )
    run_id: int
    row = fields.IntField()
    outcome = fields.CharField(max_length=16)  # created, updated, unchanged, skipped
    profile: fields.ForeignKeyNullableRelation[Profile] = fields.ForeignKeyField(
        "models.Profile", related_name="imported_rows", on_delete=fields.SET_NULL, null=True
    )
    profile_id: int | None
    version = fields.IntField(default=0)  # of the profile, after this row
    notes: fields.Field[list[dict[str, object]]] = fields.JSONField()
    before: fields.Field[dict[str, object] | None] = fields.JSONField(null=True)

    class Meta(Model.Meta):
        table = "imported_row"
        unique_together = (("run", "row"),)
