from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0003_saved_searches')]

    initial = False

    operations = [
        # Matches can be made anew, and are when there is no generation.
        ops.RunSQL('DELETE FROM match_generation'),
        ops.DeleteModel(name='MatchList'),
        ops.CreateModel(
            name='MatchList',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('generation', fields.ForeignKeyField('models.Generation', source_field='generation_id', db_constraint=True, to_field='id', related_name='lists', on_delete=OnDelete.CASCADE)),
                ('audience', fields.CharField(max_length=16)),
                ('member', fields.IntField()),
                ('world', fields.BinaryField()),
                ('country', fields.BinaryField()),
            ],
            options={'table': 'match_list', 'app': 'models', 'unique_together': (('generation', 'audience', 'member'),), 'pk_attr': 'id', 'table_description': 'The closest peers of one member for one audience, packed as `matching.packing` says.'},
            bases=['Model'],
        ),
    ]
