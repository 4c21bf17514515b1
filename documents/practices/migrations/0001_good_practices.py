# SPDX-License-Identifier: AGPL-3.0-or-later

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_audit_office_images'),
        ('library', '0001_documents_and_protocols'),
        ('partners', '0001_partners_and_mandates'),
    ]

    operations = [
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='titolo')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='indirizzo della pagina')),
                ('state', models.CharField(choices=[('PILOTA', 'pilota'), ('CONSOLIDATA', 'consolidata'), ('CONCLUSA', 'conclusa')], default='PILOTA', max_length=12, verbose_name='stato')),
                ('problem', models.TextField(verbose_name='il problema')),
                ('activities', models.TextField(verbose_name='che cosa si è fatto')),
                ('actors', models.TextField(blank=True, verbose_name='chi ci ha lavorato')),
                ('recipients', models.TextField(blank=True, verbose_name='per chi')),
                ('human_resources', models.TextField(blank=True, verbose_name='persone impiegate')),
                ('economic_resources', models.TextField(blank=True, verbose_name='costi e fondi')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='dal')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='al')),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='dove')),
                ('evidence', models.TextField(blank=True, verbose_name='che risultati ha dato')),
                ('lessons', models.TextField(blank=True, verbose_name='difficoltà e lezioni apprese')),
                ('transferability', models.TextField(blank=True, verbose_name='a quali condizioni si può ripetere')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail per saperne di più')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='telefono per saperne di più')),
                ('is_published', models.BooleanField(default=False, verbose_name='pubblicata')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='core.area', verbose_name='area di intervento')),
                ('documents', models.ManyToManyField(blank=True, related_name='practices', to='library.document', verbose_name='documenti')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='partners.partner', verbose_name="chi l'ha fatta")),
            ],
            options={
                'verbose_name': 'buona pratica',
                'verbose_name_plural': 'buone pratiche',
                'ordering': ['title', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='practice_ends_after_it_starts', violation_error_message="L'ultimo giorno viene prima del primo.")],
            },
        ),
    ]
