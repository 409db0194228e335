"""SOP 1: the yearly campaign and the lists of its members; how their registers count."""

from typing import Any

import django.db.models.deletion
import ppid_portal.clock.moments
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models

PATTERNS = [
    ("announcement_campaign", "Register kampanye pengumuman DIP", "{number:03d}/PPID-SETNEG/KP/{year}"),
    ("member_list", "Register daftar Anggota PPID", "{number:04d}/PPID-SETNEG/DA/{year}"),
]


def add_patterns(apps: Any, schema_editor: Any) -> None:
    """Give the registers of SOP 1 their first patterns."""
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
        ('dip_app', '0009_announcements'),
        ('letters', '0001_initial'),
        ('people', '0004_list_signatory'),
        ('sop', '0007_work_of_legal_affairs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MemberList',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='sop.case')),
                ('due_on', models.DateField(verbose_name='batas waktu')),
                ('left_out_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='alasan dilanjutkan tanpa unit ini')),
                ('excluded_count', models.PositiveIntegerField(default=0, verbose_name='informasi dikecualikan')),
                ('excluded_note', models.TextField(blank=True, default='', verbose_name='informasi yang menurut unit perlu dikecualikan')),
            ],
            options={
                'verbose_name': 'daftar Anggota PPID',
                'verbose_name_plural': 'daftar Anggota PPID',
            },
            bases=('sop.case',),
        ),
        migrations.CreateModel(
            name='HistoricalCampaign',
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
                ('instruction', models.TextField(blank=True, default='', verbose_name='arahan dalam surat')),
                ('notes', models.TextField(blank=True, default='', verbose_name='hasil penggabungan')),
                ('return_reason', models.TextField(blank=True, default='')),
                ('approved_by', models.CharField(blank=True, default='', max_length=200)),
                ('approved_name', models.CharField(blank=True, default='', max_length=200)),
                ('approved_nip', models.CharField(blank=True, default='', max_length=30)),
                ('approved_at', models.DateTimeField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('announced_as', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dip_app.announcement')),
                ('applicant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.applicant')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='letters.letter')),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('origin', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='sop.case')),
                ('request_letter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='letters.letter')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.unit')),
            ],
            options={
                'verbose_name': 'historical kampanye pengumuman DIP',
                'verbose_name_plural': 'historical kampanye pengumuman DIP',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMemberList',
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
                ('excluded_count', models.PositiveIntegerField(default=0, verbose_name='informasi dikecualikan')),
                ('excluded_note', models.TextField(blank=True, default='', verbose_name='informasi yang menurut unit perlu dikecualikan')),
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
                'verbose_name': 'historical daftar Anggota PPID',
                'verbose_name_plural': 'historical daftar Anggota PPID',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='sop.case')),
                ('units_due_on', models.DateField(verbose_name='batas waktu unit')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun daftar')),
                ('instruction', models.TextField(blank=True, default='', verbose_name='arahan dalam surat')),
                ('notes', models.TextField(blank=True, default='', verbose_name='hasil penggabungan')),
                ('return_reason', models.TextField(blank=True, default='')),
                ('approved_by', models.CharField(blank=True, default='', max_length=200)),
                ('approved_name', models.CharField(blank=True, default='', max_length=200)),
                ('approved_nip', models.CharField(blank=True, default='', max_length=30)),
                ('approved_at', models.DateTimeField(null=True)),
                ('announced_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dip_app.announcement')),
                ('members', models.ManyToManyField(related_name='+', to='people.unit', verbose_name='Anggota PPID')),
                ('minutes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
                ('request_letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
            ],
            options={
                'verbose_name': 'kampanye pengumuman DIP',
                'verbose_name_plural': 'kampanye pengumuman DIP',
                'constraints': [models.UniqueConstraint(fields=('year',), name='one_campaign_a_year')],
            },
            bases=('sop.case',),
        ),
        migrations.RunPython(add_patterns, remove_patterns),
    ]
