"""What units propose, editions of the list, and the decision behind every change."""

import django.core.validators
import django.db.models.deletion
import ppid_portal.clock.moments
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dip_app', '0006_exclusions'),
        ('letters', '0001_initial'),
        ('people', '0003_objection_signatory'),
        ('sop', '0007_work_of_legal_affairs'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('number', models.PositiveSmallIntegerField(verbose_name='edisi ke')),
                ('decreed_on', models.DateField(verbose_name='ditetapkan pada')),
                ('frozen_at', models.DateTimeField(default=ppid_portal.clock.moments.now, verbose_name='dibekukan')),
                ('entry_count', models.PositiveIntegerField(verbose_name='jumlah informasi')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='edition', to='sop.case', verbose_name='berkas')),
                ('decree', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter', verbose_name='surat keputusan')),
                ('minutes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter', verbose_name='berita acara')),
                ('previous', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='dip_app.listedition')),
            ],
            options={
                'verbose_name': 'edisi daftar',
                'verbose_name_plural': 'edisi daftar',
                'ordering': ('-year', '-number'),
            },
        ),
        migrations.CreateModel(
            name='ListChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('added', 'Masuk daftar'), ('changed', 'Diubah'), ('removed', 'Keluar dari daftar')], max_length=10, verbose_name='perubahan')),
                ('at', models.DateTimeField(default=ppid_portal.clock.moments.now, verbose_name='pada')),
                ('basis', models.CharField(max_length=300, verbose_name='dasar')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='list_changes', to='sop.case')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='list_changes', to='dip_app.informationitem')),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='list_changes', to='letters.letter')),
                ('after', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes_since', to='dip_app.listedition')),
            ],
            options={
                'verbose_name': 'perubahan daftar',
                'verbose_name_plural': 'perubahan daftar',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='EditionEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='judul')),
                ('summary', models.TextField(max_length=5000, verbose_name='ringkasan isi informasi')),
                ('category', models.CharField(choices=[('periodic', 'Berkala'), ('immediate', 'Serta-merta'), ('available', 'Setiap saat')], max_length=12, verbose_name='kategori')),
                ('responsible', models.CharField(help_text='Jabatan atau unit, bukan nama orang.', max_length=200, verbose_name='penanggung jawab pembuatan atau penerbitan')),
                ('made_when', models.CharField(help_text='Misalnya: Maret 2026.', max_length=100, verbose_name='waktu pembuatan')),
                ('made_year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1945), django.core.validators.MaxValueValidator(2200)], verbose_name='tahun')),
                ('made_where', models.CharField(max_length=100, verbose_name='tempat pembuatan')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('spreadsheet', 'Tabel atau data'), ('document', 'Dokumen teks'), ('web', 'Halaman web'), ('media', 'Gambar, suara, atau video'), ('paper', 'Cetak')], max_length=12, verbose_name='bentuk utama')),
                ('formats', models.CharField(help_text='Misalnya: PDF dan salinan cetak.', max_length=200, verbose_name='format yang tersedia')),
                ('retention', models.CharField(help_text='Menurut jadwal retensi arsip, misalnya: 5 tahun.', max_length=200, verbose_name='jangka waktu penyimpanan')),
                ('topic', models.CharField(blank=True, max_length=100, verbose_name='topik')),
                ('licence', models.CharField(blank=True, help_text='Misalnya: bebas dipakai dengan menyebut sumber.', max_length=200, verbose_name='ketentuan pemakaian')),
                ('language', models.CharField(choices=[('id', 'Bahasa Indonesia'), ('en', 'Bahasa Inggris')], default='id', max_length=5, verbose_name='bahasa')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='tautan')),
                ('position', models.PositiveIntegerField(verbose_name='nomor')),
                ('unit_name', models.CharField(max_length=200, verbose_name='unit yang menguasai informasi')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edition_entries', to='dip_app.informationitem')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='dip_app.listedition')),
            ],
            options={
                'verbose_name': 'informasi dalam edisi',
                'verbose_name_plural': 'informasi dalam edisi',
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='judul')),
                ('summary', models.TextField(max_length=5000, verbose_name='ringkasan isi informasi')),
                ('category', models.CharField(choices=[('periodic', 'Berkala'), ('immediate', 'Serta-merta'), ('available', 'Setiap saat')], max_length=12, verbose_name='kategori')),
                ('responsible', models.CharField(help_text='Jabatan atau unit, bukan nama orang.', max_length=200, verbose_name='penanggung jawab pembuatan atau penerbitan')),
                ('made_when', models.CharField(help_text='Misalnya: Maret 2026.', max_length=100, verbose_name='waktu pembuatan')),
                ('made_year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1945), django.core.validators.MaxValueValidator(2200)], verbose_name='tahun')),
                ('made_where', models.CharField(max_length=100, verbose_name='tempat pembuatan')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('spreadsheet', 'Tabel atau data'), ('document', 'Dokumen teks'), ('web', 'Halaman web'), ('media', 'Gambar, suara, atau video'), ('paper', 'Cetak')], max_length=12, verbose_name='bentuk utama')),
                ('formats', models.CharField(help_text='Misalnya: PDF dan salinan cetak.', max_length=200, verbose_name='format yang tersedia')),
                ('retention', models.CharField(help_text='Menurut jadwal retensi arsip, misalnya: 5 tahun.', max_length=200, verbose_name='jangka waktu penyimpanan')),
                ('topic', models.CharField(blank=True, max_length=100, verbose_name='topik')),
                ('licence', models.CharField(blank=True, help_text='Misalnya: bebas dipakai dengan menyebut sumber.', max_length=200, verbose_name='ketentuan pemakaian')),
                ('language', models.CharField(choices=[('id', 'Bahasa Indonesia'), ('en', 'Bahasa Inggris')], default='id', max_length=5, verbose_name='bahasa')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='tautan')),
                ('position', models.PositiveIntegerField(verbose_name='urutan')),
                ('action', models.CharField(choices=[('keep', 'Tetap'), ('change', 'Diubah'), ('new', 'Baru'), ('remove', 'Dikeluarkan')], default='new', max_length=10, verbose_name='usul')),
                ('remark', models.CharField(blank=True, default='', max_length=500, verbose_name='catatan')),
                ('set_aside', models.CharField(blank=True, default='', max_length=300, verbose_name='alasan tidak dimasukkan')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='sop.case')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='dip_app.informationitem')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='unit yang menguasai informasi')),
            ],
            options={
                'verbose_name': 'usulan daftar',
                'verbose_name_plural': 'usulan daftar',
                'ordering': ('position', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='listedition',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='edition_once_per_number'),
        ),
        migrations.AddConstraint(
            model_name='listedition',
            constraint=models.CheckConstraint(condition=models.Q(('decree__isnull', False), ('minutes__isnull', False), _connector='OR'), name='edition_names_its_decision'),
        ),
        migrations.AddIndex(
            model_name='listchange',
            index=models.Index(models.F('item'), models.OrderBy(models.F('id'), descending=True), name='list_change_of_item'),
        ),
        migrations.AddIndex(
            model_name='listchange',
            index=models.Index(models.F('after'), models.OrderBy(models.F('id'), descending=True), name='list_change_after_edition'),
        ),
        migrations.AddConstraint(
            model_name='listchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['added', 'changed', 'removed'])), name='list_change_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='listchange',
            constraint=models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='list_change_has_basis'),
        ),
        migrations.AddConstraint(
            model_name='editionentry',
            constraint=models.UniqueConstraint(fields=('edition', 'position'), name='edition_entry_in_place'),
        ),
        migrations.AddConstraint(
            model_name='editionentry',
            constraint=models.UniqueConstraint(fields=('edition', 'item'), name='edition_entry_once'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['case', 'position', 'id'], name='proposal_in_order'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['case', 'action'], name='proposal_by_action'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('case', 'item'), name='proposal_once_per_item', violation_error_message='Informasi ini sudah ada dalam usulan.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('action', 'new'), ('item__isnull', False), _connector='OR'), name='proposal_names_its_item'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['keep', 'change', 'new', 'remove'])), name='proposal_known_action'),
        ),
    ]
