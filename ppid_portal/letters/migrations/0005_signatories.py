"""Who signs a kind of letter: from two fields of the public body to a setting of each kind."""

from django.db import migrations, models
from django.utils import timezone

#: Field of the public body, the kind of letter, and who signs it unless the body says otherwise.
MOVED = (
    ("objection_signatory", "objection_reply", "atasan_ppid"),
    ("list_signatory", "list_decree", "ketua_ppid"),
)


def to_the_kinds(apps, schema_editor):
    """Set what the body had chosen for the kinds that it was chosen for."""
    body = apps.get_model("people", "PublicBody").objects.filter(pk=1).first()
    for field, kind, usual in MOVED:
        role = getattr(body, field, usual)
        if role == usual:
            continue
        setting, made = apps.get_model("letters", "KindSetting").objects.get_or_create(
            kind=kind, defaults={"signatory_role": role}
        )
        setting.signatory_role = role
        setting.save(update_fields=["signatory_role"])
        apps.get_model("letters", "HistoricalKindSetting").objects.create(
            id=setting.pk,
            kind=setting.kind,
            classification=setting.classification,
            copies=setting.copies,
            signatory_role=role,
            history_date=timezone.now(),
            history_change_reason="dari pengaturan badan publik",
            history_type="+" if made else "~",
        )


def to_the_body(apps, schema_editor):
    """Set the two fields of the body again, and remove what was set for nothing else."""
    bodies = apps.get_model("people", "PublicBody").objects.filter(pk=1)
    settings = apps.get_model("letters", "KindSetting").objects
    for field, kind, _usual in MOVED:
        setting = settings.filter(kind=kind).exclude(signatory_role="").first()
        if setting is not None:
            bodies.update(**{field: setting.signatory_role})
    settings.filter(classification="", copies="").exclude(signatory_role="").delete()


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0005_letterhead"),
        ('letters', '0004_kind_settings'),
    ]
    run_before = [("people", "0006_signatories_per_letter")]

    operations = [
        migrations.AddField(
            model_name='historicalkindsetting',
            name='signatory_role',
            field=models.CharField(blank=True, default='', help_text='Hanya surat yang penanda tangannya berbeda menurut peraturan dan menurut SOP dapat dipilih. Bila penanda tangan bukan pejabat yang memutuskan, putusannya dicatat lebih dahulu sebagai persetujuan, lalu suratnya menunggu di antrean persetujuan penanda tangan; nomornya baru diambil saat ditandatangani. Surat yang sedang menunggu tanda tangan ikut berpindah.', max_length=40, verbose_name='penanda tangan'),
        ),
        migrations.AddField(
            model_name='kindsetting',
            name='signatory_role',
            field=models.CharField(blank=True, default='', help_text='Hanya surat yang penanda tangannya berbeda menurut peraturan dan menurut SOP dapat dipilih. Bila penanda tangan bukan pejabat yang memutuskan, putusannya dicatat lebih dahulu sebagai persetujuan, lalu suratnya menunggu di antrean persetujuan penanda tangan; nomornya baru diambil saat ditandatangani. Surat yang sedang menunggu tanda tangan ikut berpindah.', max_length=40, verbose_name='penanda tangan'),
        ),
        migrations.RunPython(to_the_kinds, to_the_body),
    ]
