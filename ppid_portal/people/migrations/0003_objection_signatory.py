"""Who signs the reply to an objection, as a setting of the body."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_seed'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalpublicbody',
            name='objection_signatory',
            field=models.CharField(choices=[('atasan_ppid', 'Atasan PPID'), ('ketua_ppid', 'Ketua PPID')], default='atasan_ppid', help_text='Menurut Pasal 36 UU 14/2008 tanggapan adalah wewenang Atasan PPID.', max_length=20, verbose_name='penanda tangan tanggapan keberatan'),
        ),
        migrations.AddField(
            model_name='publicbody',
            name='objection_signatory',
            field=models.CharField(choices=[('atasan_ppid', 'Atasan PPID'), ('ketua_ppid', 'Ketua PPID')], default='atasan_ppid', help_text='Menurut Pasal 36 UU 14/2008 tanggapan adalah wewenang Atasan PPID.', max_length=20, verbose_name='penanda tangan tanggapan keberatan'),
        ),
    ]
