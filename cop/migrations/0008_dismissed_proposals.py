from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0007_memberships')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ChosenChair',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='chosen_chairs', on_delete=OnDelete.CASCADE)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='chosen_as_chair', on_delete=OnDelete.CASCADE)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'chosen_chair', 'app': 'models', 'unique_together': (('chapter', 'profile'),), 'pk_attr': 'id', 'table_description': 'A member whom the administrator who formed a chapter would ask to be its co-chair.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DismissedProposal',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(max_length=16)),
                ('scope', fields.CharField(max_length=200)),
                ('size', fields.IntField()),
                ('sketch', fields.CharField(max_length=64)),
                ('why', fields.CharField(max_length=16)),
                ('words', fields.CharField(default='', max_length=500)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name='dismissed_proposals', on_delete=OnDelete.SET_NULL)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'dismissed_proposal', 'app': 'models', 'unique_together': (('kind', 'scope'),), 'pk_attr': 'id', 'table_description': 'A proposal that administrators did not want. Who was in it is not kept, only a sketch.'},
            bases=['Model'],
        ),
    ]
