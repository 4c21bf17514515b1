# SPDX-License-Identifier: AGPL-3.0-or-later

import django.db.models.deletion
import modelcluster.fields
import partners.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_audit_office_images'),
        ('library', '0001_documents_and_protocols'),
        ('partners', '0001_partners_and_mandates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tavolo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='nome')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='indirizzo della pagina')),
                ('kind', models.CharField(choices=[('CONCERTAZIONE', 'Concertazione'), ('CONSULTAZIONE', 'Consultazione'), ('CO_PROGETTAZIONE', 'Co-progettazione'), ('TECNICO', 'Gruppo tecnico')], default='CONCERTAZIONE', max_length=20, verbose_name='tipo')),
                ('purpose', models.TextField(blank=True, verbose_name='di che cosa si occupa')),
                ('how_to_join', models.TextField(blank=True, verbose_name='come si partecipa')),
                ('visibility', models.CharField(choices=[('PUBBLICO', 'pubblico'), ('TRASPARENTE', 'verbali pubblici'), ('RISERVATO', 'riservato a chi ne fa parte')], default='PUBBLICO', max_length=12, verbose_name='chi può leggere')),
                ('state', models.CharField(choices=[('COSTITUITO', 'costituito'), ('ATTIVO', 'attivo'), ('SOSPESO', 'sospeso'), ('CHIUSO', 'chiuso')], default='COSTITUITO', max_length=12, verbose_name='stato')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tavoli', to='core.area', verbose_name='area di intervento')),
                ('coordinator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='coordinated_tavoli', to=settings.AUTH_USER_MODEL, verbose_name='chi coordina')),
            ],
            options={
                'verbose_name': 'tavolo',
                'verbose_name_plural': 'tavoli',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(db_index=True, verbose_name='quando')),
                ('place', models.CharField(blank=True, max_length=150, verbose_name='luogo')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='indirizzo')),
                ('link', models.URLField(blank=True, validators=[partners.validators.WebAddressValidator()], verbose_name='collegamento per chi partecipa a distanza')),
                ('agenda', models.TextField(blank=True, verbose_name='ordine del giorno')),
                ('notes', models.TextField(blank=True, verbose_name='da sapere prima di venire')),
                ('tavolo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='tavoli.tavolo', verbose_name='tavolo')),
            ],
            options={
                'verbose_name': 'incontro',
                'verbose_name_plural': 'incontri',
                'ordering': ['-starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes_of', to='library.document', verbose_name='verbale')),
                ('meeting', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='minutes', to='tavoli.meeting', verbose_name='incontro')),
            ],
            options={
                'verbose_name': 'verbale',
                'verbose_name_plural': 'verbali',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'document'), name='minutes_attached_once')],
            },
        ),
        migrations.CreateModel(
            name='TavoloSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_for_users', models.BooleanField(default=False, verbose_name="posto riservato a un'organizzazione di utenti e familiari")),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tavolo_seats', to='partners.partner', verbose_name='partner')),
                ('tavolo', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='tavoli.tavolo', verbose_name='tavolo')),
            ],
            options={
                'verbose_name': 'posto al tavolo',
                'verbose_name_plural': 'posti al tavolo',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('tavolo', 'partner'), name='tavolo_seat_once_for_each_partner', violation_error_message='Questa organizzazione siede già al tavolo.'), models.CheckConstraint(condition=models.Q(('partner__isnull', False), ('is_for_users', True), _connector='OR'), name='tavolo_seat_empty_only_if_kept', violation_error_message='Un posto senza organizzazione può essere solo quello riservato agli utenti.')],
            },
        ),
    ]
