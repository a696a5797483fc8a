from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0013_announcements')]

    initial = False

    operations = [
        ops.CreateModel(
            name='BulkDeed',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='bulk_deeds', on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name='bulk_deeds', on_delete=OnDelete.SET_NULL)),
                ('deed', fields.CharField(max_length=16)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('undone_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'bulk_deed', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One deed of a coordinator about many members at once. Its steps say what was before.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MembershipNote',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='notes', on_delete=OnDelete.CASCADE)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='membership_notes', on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name='membership_notes', on_delete=OnDelete.SET_NULL)),
                ('text', fields.TextField(unique=False)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'membership_note', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What coordinators noted about a member. They read it, and so may the member.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MembershipStep',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='member_steps', on_delete=OnDelete.CASCADE)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='steps', on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name='steps', on_delete=OnDelete.SET_NULL)),
                ('bulk', fields.ForeignKeyField('models.BulkDeed', source_field='bulk_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='steps', on_delete=OnDelete.SET_NULL)),
                ('before', fields.CharField(default='', max_length=16)),
                ('stood_since', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('after', fields.CharField(max_length=16)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'membership_step', 'app': 'models', 'indexes': [Index(fields=['chapter_id', 'id'])], 'pk_attr': 'id', 'table_description': "One change of a member's place in a chapter. It goes with the profile."},
            bases=['Model'],
        ),
        # What was before steps were kept: that everybody is where they are, since then.
        ops.RunSQL(
            'INSERT INTO membership_step (chapter_id, profile_id, "before", "after", "at")'
            " SELECT chapter_id, profile_id, '', state, since FROM membership"
            " WHERE state NOT IN ('', 'suggested')",
            ops.RunSQL.noop,
        ),
    ]
