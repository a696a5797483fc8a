from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0010_chapter_kinds')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Drift',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.OneToOneField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='drift', on_delete=OnDelete.CASCADE)),
                ('halves', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('since', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'drift', 'app': 'models', 'pk_attr': 'id', 'table_description': "That a chapter's members form two communities, as the graph was when last looked at."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Notice',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='notices', on_delete=OnDelete.CASCADE)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='notices', on_delete=OnDelete.CASCADE)),
                ('about', fields.CharField(max_length=16)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='notices', on_delete=OnDelete.CASCADE)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('due_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'notice', 'app': 'models', 'unique_together': (('account', 'chapter', 'about', 'profile'),), 'pk_attr': 'id', 'table_description': 'Something that waits to be told in a mail with other such things. It goes with that mail.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Pace',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='paces', on_delete=OnDelete.CASCADE)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', null=True, db_constraint=True, to_field='id', related_name='paces', on_delete=OnDelete.CASCADE)),
                ('often', fields.CharField(max_length=16)),
            ],
            options={'table': 'pace', 'app': 'models', 'unique_together': (('account', 'chapter'),), 'pk_attr': 'id', 'table_description': 'How often chapters write to somebody. Without a row they do so at once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ToldProposal',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=16)),
                ('scope', fields.CharField(max_length=200)),
                ('size', fields.IntField()),
                ('sketch', fields.CharField(max_length=64)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'told_proposal', 'app': 'models', 'unique_together': (('kind', 'scope'),), 'pk_attr': 'id', 'table_description': 'A proposal that administrators were told of. Who was in it is not kept, only a sketch.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='WeeklyLook',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('due_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'weekly_look', 'app': 'models', 'pk_attr': 'id', 'table_description': 'When the graph is next looked at for administrators. There is one row.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Membership',
            name='asked_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Membership',
            name='confirmed_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
