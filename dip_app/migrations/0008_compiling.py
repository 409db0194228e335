"""SOP 5: rounds, the units' parts, what looks alike, and how their registers write numbers."""

from typing import Any

import django.db.models.deletion
import ppid_portal.clock.moments
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


PATTERNS = [
    ("list_round", "Penyusunan DIP", "{number:03d}/PPID-SETNEG/DIP/{year}"),
    ("unit_list", "Usulan daftar unit", "{number:04d}/PPID-SETNEG/UD/{year}"),
]


def add_patterns(apps: Any, schema_editor: Any) -> None:
    """Give the registers of SOP 5 their first patterns."""
    model = apps.get_model("sop", "NumberPattern")
    for register, name, pattern in PATTERNS:
        model.objects.get_or_create(register=register, defaults={"name": name, "pattern": pattern})


def remove_patterns(apps: Any, schema_editor: Any) -> None:
    """Take the first patterns away again."""
    apps.get_model("sop", "NumberPattern").objects.filter(
        register__in=[register for register, _name, _pattern in PATTERNS]
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('dip_app', '0007_editions'),
        ('letters', '0001_initial'),
        ('people', '0004_list_signatory'),
        ('sop', '0007_work_of_legal_affairs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UnitList',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='sop.case')),
                ('due_on', models.DateField(verbose_name='batas waktu')),
                ('left_out_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='alasan dilanjutkan tanpa unit ini')),
                ('coordination', models.TextField(blank=True, default='', verbose_name='hasil koordinasi')),
                ('return_reason', models.TextField(blank=True, default='')),
                ('asked_by', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'verbose_name': 'usulan daftar unit',
                'verbose_name_plural': 'usulan daftar unit',
            },
            bases=('sop.case',),
        ),
        migrations.CreateModel(
            name='HistoricalListRound',
            fields=[
                ('case_ptr', models.ForeignKey(auto_created=True, blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', to='sop.case')),
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(editable=False, max_length=40)),
                ('number', models.CharField(db_index=True, editable=False, max_length=60, null=True)),
                ('state', models.CharField(default='new', editable=False, max_length=40)),
                ('title', models.CharField(max_length=300, verbose_name='pokok')),
                ('sensitive', models.BooleanField(default=False, verbose_name='sensitif')),
                ('restricted', models.BooleanField(default=False, verbose_name='terbatas')),
                ('channel', models.CharField(choices=[('web', 'Formulir daring'), ('counter', 'Datang langsung'), ('letter', 'Surat'), ('email', 'Surel'), ('phone', 'Telepon'), ('fax', 'Faksimile'), ('system', 'Dibuka oleh portal')], default='web', max_length=10)),
                ('received_at', models.DateTimeField(default=ppid_portal.clock.moments.now)),
                ('counted_from', models.DateField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(default=ppid_portal.clock.moments.now, editable=False)),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('first_viewed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('link_version', models.PositiveIntegerField(default=1, editable=False)),
                ('units_due_on', models.DateField(verbose_name='batas waktu unit')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun daftar')),
                ('instruction', models.TextField(blank=True, default='', verbose_name='arahan kepada unit')),
                ('notes', models.TextField(blank=True, default='', verbose_name='hasil telaah')),
                ('return_reason', models.TextField(blank=True, default='')),
                ('approved_by', models.CharField(blank=True, default='', max_length=200)),
                ('approved_at', models.DateTimeField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('applicant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.applicant')),
                ('decree', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='letters.letter')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('origin', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='sop.case')),
                ('report_letter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='letters.letter')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.unit')),
            ],
            options={
                'verbose_name': 'historical penyusunan DIP',
                'verbose_name_plural': 'historical penyusunan DIP',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUnitList',
            fields=[
                ('case_ptr', models.ForeignKey(auto_created=True, blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', to='sop.case')),
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(editable=False, max_length=40)),
                ('number', models.CharField(db_index=True, editable=False, max_length=60, null=True)),
                ('state', models.CharField(default='new', editable=False, max_length=40)),
                ('title', models.CharField(max_length=300, verbose_name='pokok')),
                ('sensitive', models.BooleanField(default=False, verbose_name='sensitif')),
                ('restricted', models.BooleanField(default=False, verbose_name='terbatas')),
                ('channel', models.CharField(choices=[('web', 'Formulir daring'), ('counter', 'Datang langsung'), ('letter', 'Surat'), ('email', 'Surel'), ('phone', 'Telepon'), ('fax', 'Faksimile'), ('system', 'Dibuka oleh portal')], default='web', max_length=10)),
                ('received_at', models.DateTimeField(default=ppid_portal.clock.moments.now)),
                ('counted_from', models.DateField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(default=ppid_portal.clock.moments.now, editable=False)),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('first_viewed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('link_version', models.PositiveIntegerField(default=1, editable=False)),
                ('due_on', models.DateField(verbose_name='batas waktu')),
                ('left_out_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='alasan dilanjutkan tanpa unit ini')),
                ('coordination', models.TextField(blank=True, default='', verbose_name='hasil koordinasi')),
                ('return_reason', models.TextField(blank=True, default='')),
                ('asked_by', models.CharField(blank=True, default='', max_length=200)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('applicant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.applicant')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('origin', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='sop.case')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.unit')),
            ],
            options={
                'verbose_name': 'historical usulan daftar unit',
                'verbose_name_plural': 'historical usulan daftar unit',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ListRound',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='sop.case')),
                ('units_due_on', models.DateField(verbose_name='batas waktu unit')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun daftar')),
                ('instruction', models.TextField(blank=True, default='', verbose_name='arahan kepada unit')),
                ('notes', models.TextField(blank=True, default='', verbose_name='hasil telaah')),
                ('return_reason', models.TextField(blank=True, default='')),
                ('approved_by', models.CharField(blank=True, default='', max_length=200)),
                ('approved_at', models.DateTimeField(null=True)),
                ('decree', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
                ('report_letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
            ],
            options={
                'verbose_name': 'penyusunan DIP',
                'verbose_name_plural': 'penyusunan DIP',
            },
            bases=('sop.case',),
        ),
        migrations.CreateModel(
            name='Lookalike',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exact', models.BooleanField(verbose_name='sama persis')),
                ('cleared', models.BooleanField(default=False, verbose_name='sudah diperiksa, bukan kembar')),
                ('other_item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dip_app.informationitem')),
                ('other_row', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='looked_like_by', to='dip_app.proposal')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lookalikes', to='dip_app.proposal')),
            ],
            options={
                'verbose_name': 'kembar',
                'verbose_name_plural': 'kembar',
                'ordering': ('-exact', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('other_item__isnull', True), ('other_row__isnull', False)), models.Q(('other_item__isnull', False), ('other_row__isnull', True)), _connector='OR'), name='lookalike_of_one')],
            },
        ),
        migrations.AddField(
            model_name='listedition',
            name='added',
            field=models.PositiveIntegerField(default=0, verbose_name='masuk daftar'),
        ),
        migrations.AddField(
            model_name='listedition',
            name='changed',
            field=models.PositiveIntegerField(default=0, verbose_name='diubah'),
        ),
        migrations.AddField(
            model_name='listedition',
            name='removed',
            field=models.PositiveIntegerField(default=0, verbose_name='keluar dari daftar'),
        ),
        migrations.RunPython(add_patterns, remove_patterns),
    ]
