from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [('models', '0016_gender')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Seat',
            name='asked_until',
            field=fields.DateField(null=True),
        ),
    ]
