"""The words people use in registers, Dutch and English, for every key of the code lists.

PHRASES are compared as a whole, without filling words; STEMS are patterns for a single word
with its verb forms and plurals; PATTERNS are looked for in a phrase that is not in the list.
"""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "shouting": (
        "raised voice, raising voice, raises voice, loud voice, stem verheffen, verhief stem, "
        "verheft stem, verheven stem, harde stem, loud"
    ),
    "swearing": (
        "foul language, bad language, abusive language, strong language, offensive language, "
        "coarse language, swear words, curse words, "
        "grof taalgebruik, grove taal, vuile taal, schuttingtaal"
    ),
    "personal_insult": (
        "insulted or belittled, personal insult, personal attack, persoonlijke belediging, "
        "persoonlijke aanval, name calling, called names, calling names, verbal abuse, "
        "verbally abusive, verbally abused, verbal aggression, verbale agressie, "
        "verbaal geweld, verbaal agressief, verbale agressiviteit, op persoon spelen, "
        "belachelijk maken, belachelijk gemaakt, made fun"
    ),
    "pushing": (
        "pushing, kept pushing, keeps pushing, keep pushing, keeping pushing, pushy, "
        "kept insisting, keeps insisting, put pressure, putting pressure, under pressure, "
        "blijven drammen, blijft drammen, bleef drammen, bleven drammen, blijven aandringen, "
        "blijft aandringen, bleef aandringen, drong aan, dringt aan, onder druk zetten, "
        "onder druk gezet, druk uitoefenen, blijven zeuren, bleef zeuren, blijft zeuren, "
        "blijven doorgaan, bleef doorgaan, niet loslaten, would not let go, "
        "would not take no for answer, would not stop"
    ),
    "discrimination": (
        "racial slur, racial slurs, racial abuse, hate speech, haatzaaien, "
        "discriminerende taal, racistische taal"
    ),
    "threat_words": (
        "threat words, verbal threat, verbal threats, verbale bedreiging, verbale dreiging, "
        "verbaal dreigen, verbaal bedreigen, dreigende taal, threatening language, "
        "dreigen met geweld, dreigt met geweld, dreigde met geweld, bedreiging met geweld, "
        "threat violence, threats violence, threatened violence, threatening violence"
    ),
    "threat_person_or_family": (
        "threat person or family, threat person family, threat person, threat family, "
        "threatened or family, threats family, threatened family, personal threat, "
        "personal threats, death threat, death threats, bedreiging persoon, bedreiging gezin, "
        "bedreiging familie, bedreigen persoon of gezin, bedreiging persoon of familie, "
        "persoonlijke bedreiging, bedreigde of gezin, bedreigde of familie"
    ),
    "intimidation": (
        "blocked or followed, leaned in, leaning in, blocked way, blocking way, "
        "weg versperren, weg versperd, threatening posture, dreigende houding"
    ),
    "persistence": (
        "persistence, persistent, called or wrote again and again, called again and again, "
        "calls again, calls again and again, keeps calling, kept calling, keep calling, "
        "keeps mailing, kept mailing, keeps emailing, kept emailing, repeated calls, "
        "repeated calling, repeatedly calling, repeatedly called, repeated emails, "
        "repeated mails, repeated contact, endless calls, endless mails, endless emails, "
        "excessive calls, excessive contact, blijven bellen, blijft bellen, bleef bellen, "
        "bleven bellen, blijven mailen, blijft mailen, bleef mailen, steeds bellen, "
        "steeds weer bellen, herhaaldelijk bellen, herhaald bellen, herhaaldelijk mailen, "
        "herhaaldelijk contact, herhaald contact, veelvuldig bellen, veelvuldig contact, "
        "veel bellen, eindeloos bellen, eindeloos mailen, telefoonterreur, spam, spamming"
    ),
    "refuses_to_leave_or_hang_up": (
        "refuses leave or hang up, would not leave or hang up, refusal leave, "
        "did not leave, does not leave, gaat niet weg, ging niet weg, vertrok niet, "
        "vertrekt niet, niet vertrekken, blijft zitten, bleef zitten, hangt niet op, "
        "hing niet op, lokaalvredebreuk, huisvredebreuk, erfvredebreuk, trespass, trespassing"
    ),
    "filming_or_posting_staff": (
        "filming or posting staff, filmed or went after online, went after online, "
        "posted online, posting online, online gezet, online geplaatst, online posten, "
        "foto maken, foto s maken, foto s gemaakt, foto gemaakt, taking photos, took photos, "
        "taking pictures, took pictures, video, video made, geluidsopname, opnames maken, "
        "opgenomen, naming and shaming"
    ),
    "review_or_legal_threat": (
        "review or legal threat, legal threat, legal threats, legal action, lawsuit, "
        "threat lawsuit, juridische dreiging, juridische stappen, bad review, sue, suing, "
        "review threat, rechtszaak"
    ),
    "property": (
        "property, property damage, damage property, criminal damage, threw or broke, "
        "broke something, kapot gemaakt, kapot maken, met spullen gooien, met dingen gooien, "
        "schade aan spullen, schade aan eigendommen, slamming doors, slammed door, "
        "deuren slaan, met deuren slaan, deur dichtgeslagen, brandstichting, arson"
    ),
    "spit_or_touch": (
        "spit or touch, spat touched or pushed, touched or pushed, duwen en trekken, "
        "geduwd en getrokken, unwanted touch, ongewenst aanraken, ongewenste aanraking"
    ),
    "physical": (
        "hit kicked or grabbed, physical violence, physical abuse, physical aggression, "
        "physical assault, physical attack, physically aggressive, physically violent, "
        "fysiek geweld, fysieke agressie, fysiek agressief, fysieke aanval, "
        "lichamelijk geweld, lichamelijke agressie, common assault"
    ),
    "weapon": "had weapon, armed, gewapend, mes getrokken, pulled knife",
    "sexual": (
        "sexual harassment, sexual intimidation, sexual abuse, sexual assault, "
        "seksuele intimidatie, seksueel geweld, seksueel grensoverschrijdend, "
        "made sexual, ongewenste intimiteiten, ongewenste intimiteit, unwanted advances, "
        "sexual advances"
    ),
    "humiliation_demand": (
        "humiliation demand, demanded humiliating, humiliating demand, demand humiliating, "
        "demanded something humiliating, vernederende eis, vernedering eisen, eiste vernedering, "
        "humiliation, vernedering, demanded kneel, humiliates"
    ),
    "disrespect": (
        "no respect, geen respect, gebrek aan respect, lack respect, without respect, "
        "zonder respect, bad manners, slechte manieren, ongepast, inappropriate"
    ),
    "other": (
        "other, others, something else, anything else, anders, iets anders, ander, andere, "
        "overig, overige, overigen, diversen, misc, miscellaneous, anders namelijk"
    ),
    "tense": (
        "tense, tension, nothing like that but it was tense, nothing like that but tense, "
        "gespannen, spanning, spanningen, heated, verhit, verhitte discussie, heated discussion"
    ),
}
STEMS: Mapping[str, str] = {
    "shouting": (
        r"shout\w*|yell\w*|scream\w*|(toe|uit)?(ge)?schreeuw\w*|(ge)?gil(len|t|de|den)?|"
        r"(ge)?brul\w*|tier(en|t|de)|getier|stemverheffing"
    ),
    "swearing": (
        r"swear\w*|swore|sworn|curs(e|es|ed|ing)|cuss\w*|profan\w*|obscen\w*|expletives?|"
        r"(uit)?(ge)?sch[eo]ld\w*|(ge)?vloek\w*|vervloek\w*"
    ),
    "personal_insult": (
        r"insult\w*|belittl\w*|offend\w*|ridicul\w*|mock(ed|s|ing)?|humiliated|beledig\w*|"
        r"(ge)?kleineer\w*|kleineren\w*|denigr\w*|gedenigr\w*|vernederen|vernederd|bespot\w*|"
        r"uitlachen|uitgelachen|(ge)?treiter\w*|pesten|gepest|bully\w*|bullied|defam\w*|smaad|laster"
    ),
    "pushing": (
        r"(door)?(ge)?dram\w*|(door)?drammen|aandring\w*|aangedrongen|insist\w*|"
        r"pressur(e|ed|ing)|pushiness|dwingend\w*"
    ),
    "discrimination": (
        r"(ge)?discrimin\w*|racis\w*|sexis[mt]\w*|seksis\w*|homofo\w*|homophob\w*|antisem\w*|"
        r"xenophob\w*|xenofo\w*|islamofo\w*|islamophob\w*|transfo\w*|transphob\w*"
    ),
    "threat_words": r"threat\w*|menac\w*|(be|ge)?dreig\w*",
    "threat_person_or_family": r"doodsbedreig\w*|doodsverwens\w*",
    "intimidation": (
        r"(ge)?intimid\w*|follow\w*|(ge)?stalk\w*|stalking|achtervolg\w*|block\w*|blokk\w*|"
        r"geblokk\w*|insluiten|ingesloten|opwachten|opgewacht|belaging|harass\w*|lastigval\w*|"
        r"lastiggevallen"
    ),
    "filming_or_posting_staff": (
        r"(ge)?film\w*|record(ed|s|ing|ings)|(ge)?fotograf\w*|photograph\w*|doxx?\w*"
    ),
    "property": (
        r"damag\w*|vandal\w*|broke|broken|breaking|breaks|smash\w*|destroy\w*|destruction|"
        r"verniel\w*|schade|beschadig\w*|kapot\w*|zaaksbeschadiging|(ge)?gooi\w*|threw|throw\w*"
    ),
    "spit_or_touch": (
        r"spit\w*|spat|(ge|be)?spu+g\w*|(ge|be)?spuw\w*|touch\w*|aanra\w*|aangeraakt|betast\w*|"
        r"push|pushes|pushed|shov\w*|(weg)?(ge)?duw\w*|trekken|getrokken|pull(ed|s|ing)?"
    ),
    "physical": (
        r"hit|hits|hitting|punch\w*|kick\w*|grab\w*|slap\w*|strike|strikes|striking|struck|"
        r"beat(en|ing|s)?|assault\w*|attack\w*|violen\w*|physical(ly)?|bit|bite|bites|biting|"
        r"bitten|chok\w*|headbutt\w*|scratch\w*|fight\w*|fought|slaan|slaat|sloeg\w*|geslagen|"
        r"(ge)?klap(pen)?|(ge)?schop\w*|trapp?(en|t|te|ten)|getrapt|grijp\w*|greep|gegrepen|"
        r"vastgrijpen|vastgegrepen|vastpakken|vastgepakt|beetpakken|beetgepakt|mishandel\w*|"
        r"geweld\w*|fysieke?|lichamelijke?|aanval\w*|aangevallen|knijp\w*|geknepen|bijt\w*|"
        r"gebeten|beet|kopstoot|vecht\w*|gevochten|(ge)?stomp\w*|krab\w*|gekrabd"
    ),
    "weapon": (
        r"weapon\w*|(vuur|steek|slag|nep)?wapens?|knife|knives|mes|messen|guns?|pistols?|"
        r"pistool|firearms?"
    ),
    "sexual": r"sexual\w*|seksue\w*|sexue\w*|aanrand\w*|aangerand|grop(e|ed|ing)|lewd\w*",
    "disrespect": (
        r"disrespect\w*|respectloos|respectloz\w*|rude\w*|impolite\w*|insolen\w*|onbeleefd\w*|"
        r"onbeschoft\w*|brutaal|brutale|brutaliteit|bot|botheid|lomp\w*|grof|grove|grofheid|"
        r"onfatsoen\w*|onheus\w*|minacht\w*|geminacht|contempt\w*|onvriendelijk\w*|unfriendly"
    ),
    "tense": (
        r"angry|anger|boos|boosheid|kwaad|geirriteerd|irritat\w*|agitated|gefrustreerd|"
        r"frustrat\w*"
    ),
}
PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "refuses_to_leave_or_hang_up",
        r"(refus\w+|weiger\w*|won t|wouldn t|would not|will not|wil\w* niet|niet willen)\b.*\b"
        r"(leave|hang up|go|go away|vertrek\w*|verlaten|weg|weggaan|gaan|ophangen|hangen)",
    ),
    (
        "review_or_legal_threat",
        r"\w*(dreig|threat)\w* .*\b(advoca\w+|rechter|rechtbank|rechtszaak|juridisch\w*|"
        r"recensie\w*|reviews?|klacht\w*|complaints?|media|pers|krant|press|lawyers?|lawsuits?|"
        r"legal|sue|court)( \w+)?",
    ),
    (
        "weapon",
        r"\w*(dreig|threat)\w* .*\b(\w*wapens?|mes|messen|pistool|knife|gun|weapon)",
    ),
)
_FILLER_WORDS = (
    "de het een the a an to te me mij mijn my ons us our was is werd wordt being been heeft had "
    "has he she they hij zij ze we i ik his her their zijn haar hun door by at tegen naar op in "
    "on van aan klant klanten customer customers staff personeel medewerker medewerkers employee "
    "employees collega colleague colleagues gedrag behaviour behavior opmerking opmerkingen "
    "remark remarks comment comments uitlating uitlatingen something iets things thing spullen "
    "dingen uit out zeer erg very ernstig ernstige serious"
)
FILLERS = frozenset(_FILLER_WORDS.split())
CHANNELS: Mapping[str, str] = {
    "counter": (
        "counter, balie, desk, front desk, frontdesk, frontoffice, front office, reception, "
        "receptie, loket, in person, face to face, persoonlijk, persoonlijk contact, fysiek, "
        "walk in, kantoor, spreekkamer, service desk, servicedesk, servicebalie, helpdesk balie"
    ),
    "phone": (
        "phone, telephone, telefoon, telefonisch, telefonisch contact, tel, call, calls, "
        "phone call, phone calls, telephone call, bellen, gebeld, gebel, belcontact, mobile, "
        "mobiel, mobiele telefoon, voicemail, telefoongesprek, telefonie, inbound call, "
        "outbound call, helpdesk"
    ),
    "email": "email, e mail, mail, emails, e mails, mails, mailbericht, emailbericht, gemaild",
    "chat": (
        "chat, livechat, live chat, webchat, web chat, chatbericht, whatsapp, sms, text message, "
        "text, messenger, app, appje, telegram, teams chat, chatbot"
    ),
    "store_floor": (
        "store, floor, store floor, store or floor, shop, shop floor, shopfloor, winkel, "
        "winkelvloer, instore, vloer, werkvloer, kassa, checkout, till, showroom, filiaal"
    ),
    "home_visit": (
        "home visit, home visits, huisbezoek, huisbezoeken, huis, thuis, klant thuis, home, "
        "their home, onsite, site, site visit, on site, op locatie, locatie, buitendienst, field, "
        "field visit, visit, bezoek, deur, doorstep, home visit on site, buiten, straat, street"
    ),
    "social_media": (
        "social media, social, socials, socialmedia, sociale media, facebook, twitter, x, "
        "instagram, linkedin, tiktok, youtube, online, forum"
    ),
    "review_site": (
        "review site, review, reviews, reviewsite, recensie, recensies, recensiesite, "
        "google review, google reviews, trustpilot, beoordelingssite, klachtensite"
    ),
    "letter": (
        "letter, letters, brief, brieven, post, schriftelijk, written, in writing, poststuk, "
        "aangetekende brief, fax"
    ),
    "event": (
        "event, events, evenement, bijeenkomst, meeting, beurs, inloopavond, informatieavond, "
        "bewonersavond, vergadering, inspraakavond, trade fair"
    ),
    "other": "other, anders, overig, overige, ander kanaal, other channel, divers, diversen",
}
_CHANNEL_FILLER_WORDS = "via per by op in de het at the on aan bij een a over door"
CHANNEL_FILLERS = frozenset(_CHANNEL_FILLER_WORDS.split())
COMPLAINTS: Mapping[str, str] = {
    "valid": (
        "valid, ja, j, yes, y, true, waar, 1, terecht, gegrond, klacht terecht, klacht gegrond, "
        "justified, founded, well founded, upheld, right, helemaal, volledig, right our mistake, "
        "correct, klopt, our mistake, onze fout, terechte klacht, valid complaint, x, v"
    ),
    "partly": (
        "partly, deels, gedeeltelijk, ten dele, partially, partial, partly right, partly valid, "
        "partly justified, deels terecht, deels gegrond, gedeeltelijk terecht, "
        "gedeeltelijk gegrond, half, beetje, een beetje, somewhat, in part, partly upheld, "
        "enigszins, ja en nee, ja deels"
    ),
    "unfounded": (
        "unfounded, nee, neen, n, no, false, onwaar, 0, onterecht, ongegrond, niet terecht, "
        "niet gegrond, unjustified, not justified, not valid, invalid, not right, not upheld, "
        "rejected, afgewezen, incorrect, onterechte klacht, klacht ongegrond"
    ),
    "unknown": (
        "unknown, onbekend, not known, niet bekend, weet niet, weet ik niet, don t know, "
        "do not know, unclear, onduidelijk, nog niet bekend, in onderzoek, in behandeling, "
        "under review, pending, tbd, not sure, niet zeker, misschien, maybe, nog onbekend"
    ),
    "not_a_complaint": (
        "not a complaint, no complaint, geen klacht, nvt, n v t, na, n a, not applicable, "
        "niet van toepassing, there was no complaint, er was geen klacht"
    ),
}
