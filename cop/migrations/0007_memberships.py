from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0006_introductions')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chapter',
            name='joining',
            field=fields.CharField(default='open', db_default='open', max_length=16),
        ),
        ops.AddField(
            model_name='Membership',
            name='words',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
    ]
