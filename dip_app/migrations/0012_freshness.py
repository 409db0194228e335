"""Freshness: when an item is due, how complete it is, and what units were told (F76)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dip_app', '0011_documenting'),
        ('people', '0003_objection_signatory'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('unchanged', 'Diperiksa, tidak berubah'), ('updated', 'Diperbarui'), ('scheduled', 'Tanggal pembaruan diatur')], max_length=10)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('next_due', models.DateField(null=True)),
                ('by_name', models.CharField(blank=True, default='', max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='FreshnessReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('kind', models.CharField(choices=[('soon', 'Segera jatuh tempo'), ('overdue', 'Lewat tanggal pembaruan'), ('escalated', 'Diteruskan kepada pimpinan unit')], max_length=10)),
                ('items', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='UnitFreshness',
            fields=[
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='freshness', serialize=False, to='people.unit')),
                ('items', models.PositiveIntegerField(default=0)),
                ('points', models.PositiveBigIntegerField(default=0)),
                ('overdue', models.PositiveIntegerField(default=0)),
                ('incomplete', models.PositiveIntegerField(default=0)),
                ('oldest_due', models.DateField(null=True)),
                ('counted_on', models.DateField()),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('unit__name',),
            },
        ),
        migrations.AddField(
            model_name='informationitem',
            name='completeness',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='informationitem',
            name='next_update_due',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='diperbarui paling lambat'),
        ),
        migrations.AddField(
            model_name='informationitem',
            name='refreshed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='diperbarui'),
        ),
        migrations.AddIndex(
            model_name='informationitem',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['unit', 'next_update_due', 'id', 'completeness'], name='dip_item_due'),
        ),
        migrations.AddIndex(
            model_name='informationitem',
            index=models.Index(condition=models.Q(('next_update_due__isnull', False), ('status', 'published')), fields=['next_update_due', 'unit'], name='dip_item_due_on'),
        ),
        migrations.AddIndex(
            model_name='informationitem',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['unit', 'completeness', 'id'], name='dip_item_points'),
        ),
        migrations.AddIndex(
            model_name='informationitem',
            index=models.Index(condition=models.Q(('status', 'published'), models.Q(('refreshed_at__isnull', True), ('refreshed_at__lt', models.F('published_at')), _connector='OR')), fields=['changed_at'], name='dip_item_undated'),
        ),
        migrations.AddIndex(
            model_name='informationitem',
            index=models.Index(condition=models.Q(('completeness__isnull', True), ('status', 'published')), fields=['unit'], name='dip_item_uncounted'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='dip_app.informationitem'),
        ),
        migrations.AddField(
            model_name='freshnessreminder',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit'),
        ),
        migrations.AddIndex(
            model_name='confirmation',
            index=models.Index(fields=['item', '-at'], name='confirmation_of_item'),
        ),
        migrations.AddIndex(
            model_name='freshnessreminder',
            index=models.Index(condition=models.Q(('told_at__isnull', True)), fields=['unit', 'kind'], name='freshness_untold'),
        ),
        migrations.AddConstraint(
            model_name='freshnessreminder',
            constraint=models.UniqueConstraint(fields=('unit', 'due_on', 'kind'), name='freshness_reminder_once'),
        ),
    ]
