"""SOP 6: consequence tests, and how their registers write numbers at first."""

from typing import Any

import django.db.models.deletion
import ppid_portal.clock.moments
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


PATTERNS = [
    ("consequence_test", "Register uji konsekuensi", "{number:04d}/PPID-SETNEG/UK/{year}"),
    ("minutes", "Berita Acara PPID", "BA-{number}/PPID/HM.00/{month}/{year}"),
]


def add_patterns(apps: Any, schema_editor: Any) -> None:
    """Give the registers of SOP 6 their first patterns."""
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
        ('dip_app', '0003_import'),
        ('letters', '0001_initial'),
        ('people', '0003_objection_signatory'),
        ('sop', '0007_work_of_legal_affairs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsequenceTest',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='sop.case')),
                ('trigger', models.CharField(choices=[('request', 'Permohonan informasi'), ('unit', 'Usul unit kerja'), ('ahead', 'Sebelum ada permohonan'), ('commission', 'Perintah Majelis Komisioner')], max_length=12, verbose_name='asal uji')),
                ('asked_by', models.CharField(max_length=200, verbose_name='diminta oleh')),
                ('question', models.TextField(verbose_name='yang diminta untuk diuji')),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('met_in', models.CharField(blank=True, default='', max_length=300, verbose_name='tempat rapat')),
                ('summary', models.TextField(blank=True, default='', verbose_name='jalannya rapat')),
                ('return_reason', models.TextField(blank=True, default='')),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('decree', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
                ('minutes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
            ],
            options={
                'verbose_name': 'uji konsekuensi',
                'verbose_name_plural': 'uji konsekuensi',
            },
            bases=('sop.case',),
        ),
        migrations.CreateModel(
            name='HistoricalConsequenceTest',
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
                ('trigger', models.CharField(choices=[('request', 'Permohonan informasi'), ('unit', 'Usul unit kerja'), ('ahead', 'Sebelum ada permohonan'), ('commission', 'Perintah Majelis Komisioner')], max_length=12, verbose_name='asal uji')),
                ('asked_by', models.CharField(max_length=200, verbose_name='diminta oleh')),
                ('question', models.TextField(verbose_name='yang diminta untuk diuji')),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('met_in', models.CharField(blank=True, default='', max_length=300, verbose_name='tempat rapat')),
                ('summary', models.TextField(blank=True, default='', verbose_name='jalannya rapat')),
                ('return_reason', models.TextField(blank=True, default='')),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('applicant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.applicant')),
                ('decree', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='letters.letter')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='letters.letter')),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('origin', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='sop.case')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.unit')),
            ],
            options={
                'verbose_name': 'historical uji konsekuensi',
                'verbose_name_plural': 'historical uji konsekuensi',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTestItem',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('information', models.CharField(max_length=300, verbose_name='informasi')),
                ('outcome', models.CharField(blank=True, choices=[('excluded', 'Dikecualikan'), ('open', 'Terbuka'), ('partly', 'Sebagian: terbuka setelah dihitamkan')], default='', max_length=10, verbose_name='hasil')),
                ('letter', models.CharField(blank=True, choices=[('a', 'a. menghambat proses penegakan hukum'), ('b', 'b. hak atas kekayaan intelektual dan persaingan usaha tidak sehat'), ('c', 'c. membahayakan pertahanan dan keamanan negara'), ('d', 'd. mengungkapkan kekayaan alam Indonesia'), ('e', 'e. merugikan ketahanan ekonomi nasional'), ('f', 'f. merugikan kepentingan hubungan luar negeri'), ('g', 'g. akta otentik yang bersifat pribadi dan wasiat'), ('h', 'h. rahasia pribadi'), ('i', 'i. memorandum atau surat yang dirahasiakan'), ('j', 'j. tidak boleh diungkapkan berdasarkan undang-undang')], default='', max_length=1, verbose_name='huruf Pasal 17')),
                ('other_law', models.CharField(blank=True, default='', max_length=300, verbose_name='undang-undang lain')),
                ('law', models.TextField(blank=True, default='', max_length=2000, verbose_name='dasar hukum')),
                ('if_opened', models.TextField(blank=True, default='', max_length=4000, verbose_name='akibat bila dibuka')),
                ('if_closed', models.TextField(blank=True, default='', max_length=4000, verbose_name='akibat bila ditutup')),
                ('public_interest', models.TextField(blank=True, default='', max_length=4000, verbose_name='kepentingan umum')),
                ('alternative', models.TextField(blank=True, default='', max_length=2000, verbose_name='jalan lain')),
                ('redaction', models.TextField(blank=True, default='', max_length=2000, verbose_name='yang dihitamkan')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='dikecualikan sampai')),
                ('end_event', models.CharField(blank=True, default='', max_length=300, verbose_name='peristiwa yang mengakhiri')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('determination', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dip_app.classificationdecree')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listed', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dip_app.informationitem')),
                ('test', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dip_app.consequencetest')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.unit')),
            ],
            options={
                'verbose_name': 'historical test item',
                'verbose_name_plural': 'historical test items',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('name', models.CharField(max_length=200, verbose_name='nama')),
                ('office', models.CharField(blank=True, default='', max_length=200, verbose_name='jabatan')),
                ('unit_name', models.CharField(blank=True, default='', max_length=200, verbose_name='unit')),
                ('test', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='dip_app.consequencetest')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('position', 'id'),
            },
        ),
        migrations.CreateModel(
            name='TestItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('information', models.CharField(max_length=300, verbose_name='informasi')),
                ('outcome', models.CharField(blank=True, choices=[('excluded', 'Dikecualikan'), ('open', 'Terbuka'), ('partly', 'Sebagian: terbuka setelah dihitamkan')], default='', max_length=10, verbose_name='hasil')),
                ('letter', models.CharField(blank=True, choices=[('a', 'a. menghambat proses penegakan hukum'), ('b', 'b. hak atas kekayaan intelektual dan persaingan usaha tidak sehat'), ('c', 'c. membahayakan pertahanan dan keamanan negara'), ('d', 'd. mengungkapkan kekayaan alam Indonesia'), ('e', 'e. merugikan ketahanan ekonomi nasional'), ('f', 'f. merugikan kepentingan hubungan luar negeri'), ('g', 'g. akta otentik yang bersifat pribadi dan wasiat'), ('h', 'h. rahasia pribadi'), ('i', 'i. memorandum atau surat yang dirahasiakan'), ('j', 'j. tidak boleh diungkapkan berdasarkan undang-undang')], default='', max_length=1, verbose_name='huruf Pasal 17')),
                ('other_law', models.CharField(blank=True, default='', max_length=300, verbose_name='undang-undang lain')),
                ('law', models.TextField(blank=True, default='', max_length=2000, verbose_name='dasar hukum')),
                ('if_opened', models.TextField(blank=True, default='', max_length=4000, verbose_name='akibat bila dibuka')),
                ('if_closed', models.TextField(blank=True, default='', max_length=4000, verbose_name='akibat bila ditutup')),
                ('public_interest', models.TextField(blank=True, default='', max_length=4000, verbose_name='kepentingan umum')),
                ('alternative', models.TextField(blank=True, default='', max_length=2000, verbose_name='jalan lain')),
                ('redaction', models.TextField(blank=True, default='', max_length=2000, verbose_name='yang dihitamkan')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='dikecualikan sampai')),
                ('end_event', models.CharField(blank=True, default='', max_length=300, verbose_name='peristiwa yang mengakhiri')),
                ('determination', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tested_in', to='dip_app.classificationdecree')),
                ('listed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tested_in', to='dip_app.informationitem')),
                ('test', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='dip_app.consequencetest')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('position', 'id'),
                'constraints': [models.UniqueConstraint(fields=('test', 'position'), name='test_item_position_once')],
            },
        ),
        migrations.CreateModel(
            name='UnitView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('text', models.TextField(blank=True, default='')),
                ('given_at', models.DateTimeField(null=True)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('test', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='views', to='dip_app.consequencetest')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('test', 'unit'), name='one_view_per_unit')],
            },
        ),
        migrations.RunPython(add_patterns, remove_patterns),
    ]
