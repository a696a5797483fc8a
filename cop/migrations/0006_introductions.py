from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0005_generation_scales')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Digest',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.OneToOneField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='digest', on_delete=OnDelete.CASCADE)),
                ('due_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('since', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'match_digest', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A member who wants to be told of new matches by mail. Without a row nothing is sent.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Suggested',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='suggested', on_delete=OnDelete.CASCADE)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='suggested_to', on_delete=OnDelete.CASCADE)),
                ('told_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('answer', fields.CharField(default='', max_length=16)),
                ('answered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('helped', fields.BooleanField(null=True)),
                ('helped_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'suggested', 'app': 'models', 'unique_together': (('account', 'profile'),), 'pk_attr': 'id', 'table_description': 'Somebody who was suggested to a member. Nobody but that member reads it.'},
            bases=['Model'],
        ),
    ]
