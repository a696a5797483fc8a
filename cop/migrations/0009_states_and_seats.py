from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

from cop.kit.clock import now

# Co-chairs of active members stay what they are, in seats without an end.
SEATS = """
INSERT INTO seat (chapter_id, profile_id, kind, state)
SELECT c.id, p.id, r.role, 'held' FROM role r
JOIN chapter c ON c.slug = r.scope JOIN profile p ON p.account_id = r.account_id
JOIN membership m ON m.chapter_id = c.id AND m.profile_id = p.id AND m.state = 'active'
WHERE r.role = 'co-chair'
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0008_dismissed_proposals')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chapter',
            name='state',
            field=fields.CharField(default='active', db_default='active', max_length=16),
        ),
        ops.AddField(
            model_name='Chapter',
            name='state_since',
            field=fields.DatetimeField(default=now, null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Chapter',
            name='purpose',
            field=fields.CharField(default='', db_default='', max_length=500),
        ),
        ops.AddField(
            model_name='Chapter',
            name='terms',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        ops.AddField(
            model_name='Chapter',
            name='policy',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        ops.AddField(
            model_name='Chapter',
            name='languages',
            field=fields.CharField(default='', db_default='', max_length=200),
        ),
        ops.AddField(
            model_name='Chapter',
            name='email',
            field=fields.CharField(default='', db_default='', max_length=320),
        ),
        ops.AddField(
            model_name='Chapter',
            name='visibility',
            field=fields.CharField(default='public', db_default='public', max_length=16),
        ),
        ops.AddField(
            model_name='Chapter',
            name='version',
            field=fields.IntField(default=1, db_default=1),
        ),
        ops.CreateModel(
            name='ChapterStep',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_index=True, db_constraint=True, to_field='id', related_name='steps', on_delete=OnDelete.CASCADE)),
                ('before', fields.CharField(max_length=16)),
                ('after', fields.CharField(max_length=16)),
                ('words', fields.CharField(default='', max_length=500)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name='chapter_steps', on_delete=OnDelete.SET_NULL)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'chapter_step', 'app': 'models', 'pk_attr': 'id', 'table_description': "A change of a chapter's state, and why."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='QuietChapter',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.CharField(unique=True, max_length=80)),
            ],
            options={'table': 'quiet_chapter', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A chapter that only members know of. The chapter writes it, like `SharedWith`.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Seat',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='seats', on_delete=OnDelete.CASCADE)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='seats', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(max_length=16)),
                ('state', fields.CharField(max_length=16)),
                ('starts_on', fields.DateField(null=True)),
                ('ends_on', fields.DateField(null=True)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'seat', 'app': 'models', 'unique_together': (('chapter', 'profile', 'kind'),), 'pk_attr': 'id', 'table_description': 'What a member is asked to be in a chapter, or is: co-chair, or coordinator.'},
            bases=['Model'],
        ),
        ops.RunSQL(SEATS),
    ]
