from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [('models', '0017_staying_in_seats')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Announcement',
            name='version',
            field=fields.IntField(default=1, db_default=1),
        ),
    ]
