from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0002_shortlists')]

    initial = False

    operations = [
        ops.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_index=True, db_constraint=True, to_field='id', related_name='saved_searches', on_delete=OnDelete.CASCADE)),
                ('name', fields.CharField(max_length=80)),
                ('question', fields.CharField(max_length=2000)),
                ('often', fields.CharField(default='off', max_length=8)),
                ('due_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
                ('looked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('is_wide', fields.BooleanField(default=False)),
                ('fed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'saved_search', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A question to the directory that somebody keeps, and how often they are told who is new.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='FoundBefore',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('search', fields.ForeignKeyField('models.SavedSearch', source_field='search_id', db_constraint=True, to_field='id', related_name='found_before', on_delete=OnDelete.CASCADE)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='found_by', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'found_before', 'app': 'models', 'unique_together': (('search', 'profile'),), 'pk_attr': 'id', 'table_description': 'Somebody whom a saved search has found once, and who is not new any more.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Unanswered',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('key', fields.CharField(unique=True, max_length=64)),
                ('is_open', fields.BooleanField(db_index=True)),
                ('terms', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('words', fields.CharField(default='', max_length=200)),
                ('times', fields.IntField(default=0)),
                ('days', fields.IntField(default=0)),
                ('first_on', fields.DateField()),
                ('last_on', fields.DateField(db_index=True)),
            ],
            options={'table': 'unanswered', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A question that nobody answers, by the day and whoever asked: no account and no address.'},
            bases=['Model'],
        ),
    ]
