from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [('models', '0014_desk')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chapter',
            name='was_led',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Seat',
            name='is_end_told',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        # A co-chair is who sits there: the role opened nothing.
        ops.RunSQL("DELETE FROM role WHERE role = 'co-chair'", ops.RunSQL.noop),
    ]
