# SPDX-License-Identifier: AGPL-3.0-or-later

import django.db.models.deletion
import partners.validators
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_audit_office_images'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='denominazione')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='indirizzo della pagina')),
                ('kind', models.CharField(choices=[('COMUNE', 'Comune'), ('REGIONE', 'Regione'), ('SANITA', 'Azienda sanitaria'), ('SCUOLA', 'Scuola'), ('UNIVERSITA', 'Università'), ('ENTE_PUBBLICO', 'Altro ente pubblico'), ('ETS', 'Ente del Terzo settore'), ('UTENTI', 'Organizzazione di utenti e familiari'), ('SINDACATO', 'Sindacato'), ('DATORIALE', 'Associazione datoriale'), ('ORDINE', 'Ordine professionale'), ('RELIGIOSO', 'Ente religioso'), ('IMPRESA', 'Impresa'), ('ALTRO', 'Altra organizzazione')], max_length=20, verbose_name='tipo')),
                ('runts_section', models.CharField(blank=True, choices=[('ODV', 'Organizzazioni di volontariato'), ('APS', 'Associazioni di promozione sociale'), ('FILANTROPICI', 'Enti filantropici'), ('IMPRESE_SOCIALI', 'Imprese sociali, cooperative sociali comprese'), ('RETI', 'Reti associative'), ('SOMS', 'Società di mutuo soccorso'), ('ALTRI', 'Altri enti del Terzo settore')], max_length=20, verbose_name='sezione del RUNTS')),
                ('runts_number', models.CharField(blank=True, max_length=20, verbose_name='numero nel RUNTS')),
                ('fiscal_code', models.CharField(blank=True, max_length=11, validators=[partners.validators.validate_fiscal_code], verbose_name='codice fiscale')),
                ('vat_number', models.CharField(blank=True, max_length=11, validators=[partners.validators.validate_vat_number], verbose_name='partita IVA')),
                ('pec', models.EmailField(blank=True, max_length=254, verbose_name='PEC')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name="e-mail dell'organizzazione")),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telefono')),
                ('website', models.URLField(blank=True, validators=[partners.validators.WebAddressValidator()], verbose_name='sito')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='via e numero')),
                ('municipality', models.CharField(blank=True, max_length=80, verbose_name='comune della sede')),
                ('what_it_does', models.TextField(blank=True, verbose_name='che cosa fa')),
                ('for_whom', models.TextField(blank=True, verbose_name='per chi')),
                ('member_since', models.DateField(blank=True, null=True, verbose_name='nel Distretto dal')),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='dati verificati il')),
                ('state', models.CharField(choices=[('AMMESSA', 'fa parte del Distretto'), ('SOSPESA', 'adesione sospesa'), ('CESSATA', 'non fa più parte del Distretto')], default='AMMESSA', max_length=12, verbose_name='adesione')),
                ('is_public', models.BooleanField(default=True, verbose_name='pubblicato')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partner',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DistrettoTexts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', wagtail.fields.RichTextField(blank=True, verbose_name="che cos'è il Distretto")),
                ('how_to_join', wagtail.fields.RichTextField(blank=True, verbose_name='come si aderisce')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'pagina del Distretto',
            },
        ),
        migrations.CreateModel(
            name='PartnerArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_links', to='core.area')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='area_links', to='partners.partner')),
            ],
            options={
                'verbose_name': 'area di un partner',
                'verbose_name_plural': 'aree dei partner',
            },
        ),
        migrations.AddField(
            model_name='partner',
            name='areas',
            field=models.ManyToManyField(blank=True, related_name='partners', through='partners.PartnerArea', to='core.area', verbose_name='aree di intervento'),
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('RAPPRESENTANTE', 'rappresentante legale'), ('DELEGATO', 'persona delegata'), ('SUPPLENTE', 'supplente'), ('OPERATORE', 'operatore o operatrice')], default='DELEGATO', max_length=20, verbose_name='ruolo')),
                ('can_speak', models.BooleanField(default=True, verbose_name='può parlare')),
                ('can_vote', models.BooleanField(default=False, verbose_name='può votare')),
                ('can_sign', models.BooleanField(default=False, verbose_name='può firmare')),
                ('scope', models.CharField(default='distretto', max_length=40, verbose_name='dove vale')),
                ('starts_on', models.DateField(verbose_name='dal')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='al, compreso')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revocato il')),
                ('act_number', models.CharField(blank=True, max_length=40, verbose_name="numero dell'atto")),
                ('act_date', models.DateField(blank=True, null=True, verbose_name="data dell'atto")),
                ('act_body', models.CharField(blank=True, max_length=150, verbose_name='organo che lo ha deciso')),
                ('is_name_public', models.BooleanField(default=False, verbose_name='il nome compare sul sito')),
                ('act_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.privateupload', verbose_name="copia dell'atto")),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to=settings.AUTH_USER_MODEL, verbose_name='persona')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='partners.partner', verbose_name='partner')),
            ],
            options={
                'verbose_name': 'mandato',
                'verbose_name_plural': 'mandati',
                'ordering': ['partner__name', 'pk'],
                'indexes': [models.Index(fields=['user', 'starts_on', 'ends_on'], name='mandate_of_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='mandate_ends_after_it_starts', violation_error_message="L'ultimo giorno viene prima del primo."), models.CheckConstraint(condition=models.Q(('can_speak', True), ('can_vote', True), ('can_sign', True), _connector='OR'), name='mandate_gives_a_power', violation_error_message='Scegli almeno un potere: parlare, votare o firmare.')],
            },
        ),
        migrations.AddConstraint(
            model_name='partnerarea',
            constraint=models.UniqueConstraint(fields=('partner', 'area'), name='partner_area_once'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(condition=models.Q(('fiscal_code', ''), _negated=True), fields=('fiscal_code',), name='partner_fiscal_code_once', violation_error_message="Questo codice fiscale è già nel registro: aggiorna l'organizzazione che lo porta."),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('runts_section', ''), models.Q(('kind__in', ['COMUNE', 'ENTE_PUBBLICO', 'REGIONE', 'SANITA', 'SCUOLA', 'UNIVERSITA']), _negated=True), _connector='OR'), name='partner_public_body_not_in_runts', violation_error_message='Un ente pubblico non è iscritto al RUNTS: lascia vuota la sezione.'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('runts_number', ''), models.Q(('runts_section', ''), _negated=True), _connector='OR'), name='partner_runts_number_has_section', violation_error_message='Con il numero scrivi anche la sezione del RUNTS.'),
        ),
    ]
