from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0009_states_and_seats')]

    initial = False

    operations = [
        ops.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('slug', fields.CharField(unique=True, max_length=80)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='former_addresses', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'former_address', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Where a chapter could be found before: its page there leads on to the chapter.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Chapter',
            name='merge',
            field=fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads),
        ),
        ops.AddField(
            model_name='Chapter',
            name='merged_into',
            field=fields.ForeignKeyField('models.Chapter', source_field='merged_into_id', null=True, db_constraint=True, to_field='id', related_name='merged', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddField(
            model_name='Chapter',
            name='names',
            field=fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads),
        ),
    ]
