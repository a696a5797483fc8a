from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0012_meetings')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Announcement',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='announcements', on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name='announcements', on_delete=OnDelete.SET_NULL)),
                ('words', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('language', fields.CharField(max_length=8)),
                ('question', fields.CharField(default='', max_length=2000)),
                ('is_public', fields.BooleanField(default=False)),
                ('stage', fields.CharField(default='draft', db_index=True, max_length=16)),
                ('prepared_to', fields.IntField(default=0)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('sent_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'announcement', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What a coordinator tells the members of a chapter, or an administrator all members.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Bounce',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.OneToOneField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='bounce', on_delete=OnDelete.CASCADE)),
                ('email_key', fields.CharField(max_length=320)),
                ('reason', fields.CharField(max_length=300)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('confirmed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'bounce', 'app': 'models', 'pk_attr': 'id', 'table_description': 'An address that a mail server says does not exist.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ForTheWeek',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('announcement', fields.ForeignKeyField('models.Announcement', source_field='announcement_id', db_constraint=True, to_field='id', related_name='for_the_week', on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_index=True, db_constraint=True, to_field='id', related_name='for_the_week', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'for_the_week', 'app': 'models', 'unique_together': (('announcement', 'account'),), 'pk_attr': 'id', 'table_description': "An announcement that waits for a member's mail with those of a week."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MailBody',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('key', fields.CharField(unique=True, max_length=80)),
                ('place', fields.CharField(max_length=40)),
                ('text', fields.TextField(unique=False)),
                ('html', fields.TextField(unique=False)),
                ('headers', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={'table': 'mail_body', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What many mails say alike, stored once, with places for what each says of its own.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MailChoice',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.OneToOneField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='mail_choice', on_delete=OnDelete.CASCADE)),
                ('often', fields.CharField(max_length=16)),
                ('due_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'mail_choice', 'app': 'models', 'pk_attr': 'id', 'table_description': 'How a member wants announcements. Without a row they come at once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TurnedOff',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_index=True, db_constraint=True, to_field='id', related_name='turned_off', on_delete=OnDelete.CASCADE)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', null=True, db_constraint=True, to_field='id', related_name='turned_off', on_delete=OnDelete.CASCADE)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'turned_off', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A list whose mails a member does not want: of a chapter, or of the whole community.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Mail',
            name='body',
            field=fields.ForeignKeyField('models.MailBody', source_field='body_id', null=True, db_constraint=True, to_field='id', related_name='mails', on_delete=OnDelete.CASCADE),
        ),
        ops.AddField(
            model_name='Mail',
            name='parts',
            field=fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads),
        ),
        ops.AddField(
            model_name='Mail',
            name='waits',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddIndex(
            model_name='Mail',
            index=Index(fields=['state', 'waits', 'due_at']),
        ),
        ops.AddIndex(
            model_name='Mail',
            index=Index(fields=['body_id', 'state']),
        ),
    ]
