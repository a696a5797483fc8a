from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0015_seats_and_roles')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Profile',
            name='gender',
            field=fields.CharField(default='', db_default='', max_length=80),
        ),
    ]
