from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0004_packed_matches')]

    initial = False

    operations = [
        # Matches can be made anew, and are when there is no generation.
        ops.RunSQL('DELETE FROM match_generation'),
        ops.AddField(
            model_name='Generation',
            name='scales',
            field=fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads),
        ),
    ]
