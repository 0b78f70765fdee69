from django.db import migrations, models


def leave_each_line_once(apps, _editor):
    """The lines are made of the record: of two that are the same, either will do."""
    seen = set()
    for row in apps.get_model("articles", "Contribution").objects.filter(article=None).order_by("pk"):
        key = row.person_id, row.what, row.place
        if key in seen:
            row.delete()
        seen.add(key)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_old_addresses'),
    ]

    operations = [
        migrations.RunPython(leave_each_line_once, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(condition=models.Q(('article', None)), fields=('person', 'what', 'place'), name='a_part_of_the_house_is_listed_once'),
        ),
    ]
