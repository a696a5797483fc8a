from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Shortlist',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='shortlists', on_delete=OnDelete.CASCADE)),
                ('name', fields.CharField(max_length=80)),
                ('description', fields.TextField(default='', unique=False)),
                ('link', fields.CharField(null=True, unique=True, max_length=16)),
                ('with_notes', fields.BooleanField(default=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'shortlist', 'app': 'models', 'unique_together': (('account', 'name'),), 'pk_attr': 'id', 'table_description': 'People whom one account keeps together. Whoever has its link reads it with their own eyes.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Shortlisted',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('shortlist', fields.ForeignKeyField('models.Shortlist', source_field='shortlist_id', db_constraint=True, to_field='id', related_name='entries', on_delete=OnDelete.CASCADE)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='shortlisted', on_delete=OnDelete.CASCADE)),
                ('note', fields.TextField(default='', unique=False)),
                ('added_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'shortlist_entry', 'app': 'models', 'unique_together': (('shortlist', 'profile'),), 'pk_attr': 'id', 'table_description': 'One person on a shortlist, and what its owner notes about them.'},
            bases=['Model'],
        ),
    ]
