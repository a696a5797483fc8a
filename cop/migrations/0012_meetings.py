from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0011_notices')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.OneToOneField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='calendar_feed', on_delete=OnDelete.CASCADE)),
                ('fed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'calendar_feed', 'app': 'models', 'pk_attr': 'id', 'table_description': "A member's own calendar of meetings has an address."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='KeptComponent',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='kept_components', on_delete=OnDelete.CASCADE)),
                ('key', fields.CharField(max_length=64)),
                ('text', fields.TextField(unique=False)),
            ],
            options={'table': 'kept_component', 'app': 'models', 'unique_together': (('chapter', 'key'),), 'pk_attr': 'id', 'table_description': 'What an imported calendar holds beside meetings of ours, so that it can come out again.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Meeting',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.ForeignKeyField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='meetings', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('state', fields.CharField(max_length=16)),
                ('title', fields.CharField(max_length=200)),
                ('description', fields.TextField(default='', unique=False)),
                ('starts_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('minutes', fields.IntField()),
                ('zone', fields.CharField(max_length=64)),
                ('place', fields.CharField(default='', max_length=200)),
                ('link', fields.CharField(default='', max_length=500)),
                ('is_link_open', fields.BooleanField(default=False)),
                ('is_public', fields.BooleanField(default=False)),
                ('capacity', fields.IntField(null=True)),
                ('summary', fields.TextField(default='', unique=False)),
                ('announced_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('uid', fields.CharField(max_length=255)),
                ('occurrence', fields.CharField(default='', max_length=32)),
                ('kept', fields.TextField(default='', unique=False)),
                ('sequence', fields.IntField(default=0)),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'meeting', 'app': 'models', 'unique_together': (('chapter', 'number'), ('chapter', 'uid', 'occurrence')), 'pk_attr': 'id', 'table_description': 'A meeting of a chapter.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('meeting', fields.ForeignKeyField('models.Meeting', source_field='meeting_id', db_index=True, db_constraint=True, to_field='id', related_name='agenda', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('title', fields.CharField(max_length=200)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='contributions', on_delete=OnDelete.SET_NULL)),
                ('contributor', fields.CharField(default='', max_length=200)),
                ('minutes', fields.IntField(null=True)),
                ('recording', fields.CharField(default='', max_length=500)),
            ],
            options={'table': 'agenda_item', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One thing a meeting is about, and who speaks to it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MeetingRhythm',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chapter', fields.OneToOneField('models.Chapter', source_field='chapter_id', db_constraint=True, to_field='id', related_name='meeting_rhythm', on_delete=OnDelete.CASCADE)),
                ('rhythm', fields.CharField(max_length=16)),
            ],
            options={'table': 'meeting_rhythm', 'app': 'models', 'pk_attr': 'id', 'table_description': 'How often a chapter means to meet, quarterly where nothing is said.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Registration',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('meeting', fields.ForeignKeyField('models.Meeting', source_field='meeting_id', db_constraint=True, to_field='id', related_name='registrations', on_delete=OnDelete.CASCADE)),
                ('profile', fields.ForeignKeyField('models.Profile', source_field='profile_id', db_index=True, db_constraint=True, to_field='id', related_name='registrations', on_delete=OnDelete.CASCADE)),
                ('seat', fields.CharField(default='waiting', max_length=16)),
                ('attended', fields.BooleanField(null=True)),
                ('reminded', fields.IntField(default=0)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'registration', 'app': 'models', 'unique_together': (('meeting', 'profile'),), 'pk_attr': 'id', 'table_description': 'A member who means to come.'},
            bases=['Model'],
        ),
    ]
