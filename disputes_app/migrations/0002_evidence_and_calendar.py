"""Evidence files that were asked for, and the versions of people's secret calendar addresses."""

import django.db.models.deletion
import ppid_portal.clock.moments
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disputes_app', '0001_initial'),
        ('files', '0001_initial'),
        ('people', '0003_objection_signatory'),
        ('sop', '0006_calendar_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('renewed_at', models.DateTimeField(default=ppid_portal.clock.moments.now)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_key', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'alamat kalender',
                'verbose_name_plural': 'alamat kalender',
            },
        ),
        migrations.CreateModel(
            name='EvidenceBundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stages', models.JSONField(default=list, help_text='keys of the cases that it takes in')),
                ('identity', models.BooleanField(default=False, verbose_name='dengan bukti identitas')),
                ('identity_reason', models.CharField(blank=True, default='', max_length=300)),
                ('internal', models.BooleanField(default=False, verbose_name='dengan surat internal')),
                ('requested_at', models.DateTimeField(default=ppid_portal.clock.moments.now, verbose_name='diminta')),
                ('status', models.CharField(choices=[('queued', 'Sedang disusun'), ('ready', 'Siap diunduh'), ('failed', 'Gagal disusun')], default='queued', editable=False, max_length=10, verbose_name='status')),
                ('attempts', models.PositiveIntegerField(default=0, editable=False)),
                ('next_try_at', models.DateTimeField(editable=False, null=True)),
                ('error', models.TextField(blank=True, default='', editable=False, verbose_name='galat')),
                ('pages', models.PositiveIntegerField(default=0, editable=False)),
                ('pieces', models.PositiveIntegerField(default=0, editable=False)),
                ('only_in_archive', models.PositiveIntegerField(default=0, editable=False)),
                ('absent', models.PositiveIntegerField(default=0, editable=False)),
                ('withheld', models.PositiveIntegerField(default=0, editable=False)),
                ('made_at', models.DateTimeField(editable=False, null=True, verbose_name='selesai')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.appointment')),
                ('archive', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_bundles', to='sop.case', verbose_name='berkas')),
                ('pdf', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'berkas bukti',
                'verbose_name_plural': 'berkas bukti',
                'ordering': ('-requested_at', '-id'),
                'indexes': [models.Index(condition=models.Q(('status', 'queued')), fields=['next_try_at'], name='evidence_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), models.Q(('archive__isnull', False), ('made_at__isnull', False), ('pdf__isnull', False)), _connector='OR'), name='evidence_ready_has_files')],
            },
        ),
    ]
