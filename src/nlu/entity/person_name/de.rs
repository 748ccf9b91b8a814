//! German names and what stands around them. All nouns begin with a capital, so that a capital alone makes no name.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    capital_nouns: true,
    strong_cues: &[
        "mein name ist",
        "mein name ware",
        "mein name waere",
        "mein name lautet",
        "mein name",
        "meine name ist",
        "mein voller name ist",
        "mein voller name lautet",
        "mein vollstandiger name ist",
        "mein vollstaendiger name ist",
        "mein vorname ist",
        "mein nachname ist",
        "mein familienname ist",
        "mein richtiger name ist",
        "der name ist",
        "der name lautet",
        "der richtige name ist",
        "der richtige name lautet",
        "richtig ist",
        "name ist",
        "ich heisse",
        "ich heiss",
        "ich heise",
        "ich heisse ubrigens",
        "heisse",
        "man nennt mich",
        "nennen sie mich",
        "nenn mich",
        "auf den namen",
        "unter dem namen",
        "auf dem namen",
        "auf name",
        "vor und nachname",
        "vor und zuname",
        "vorname und nachname",
        "name und vorname",
        "name vorname",
    ],
    bare_cues: &["name", "vorname", "nachname", "familienname", "gez", "gezeichnet", "unterzeichnet"],
    after_cue: &["ist", "lautet", "ware", "waere", "ubrigens", "eigentlich", "nur", "einfach", "bitte", "doch"],
    weak_cues: &[
        "ich bin",
        "ich bin der",
        "ich bin die",
        "bin der",
        "bin die",
        "hier ist",
        "hier ist der",
        "hier ist die",
        "hier spricht",
        "hier schreibt",
        "hier",
        "es schreibt",
        "am apparat ist",
        "das ist der",
        "das ist die",
    ],
    never_after: "wer wo was wie dass ob wenn weil warum da falls als",
    is_plural: |_| false,
    goes_on: &["und", "hier", "aus", "mein", "meine", "ich", "mail", "email", "mit", "am", "tel"],
    openings: &[
        "ich bin",
        "ich bins",
        "ich",
        "bin",
        "also",
        "ah",
        "ahm",
        "aehm",
        "oh",
        "hm",
        "hmm",
        "na",
        "na klar",
        "na dann",
        "ja",
        "ja klar",
        "ok",
        "okay",
        "klar",
        "gerne",
        "gern",
        "sehr gerne",
        "sicher",
        "naturlich",
        "natuerlich",
        "hallo",
        "hi",
        "hey",
        "guten tag",
        "guten morgen",
        "guten abend",
        "moin",
        "moin moin",
        "servus",
        "gruezi",
        "gruss gott",
        "das ist",
        "das ware",
        "das waere",
        "das bin ich",
        "das bin",
        "es ist",
        "hier ist",
        "hier",
        "nein",
        "ne",
        "nee",
        "sorry",
        "entschuldigung",
        "verzeihung",
        "eigentlich",
        "na gut",
        "gut",
        "auf",
    ],
    small_cues: &[
        "gruss",
        "grusse",
        "gruesse",
        "viele grusse",
        "viele gruesse",
        "liebe grusse",
        "liebe gruesse",
        "schone grusse",
        "schoene gruesse",
        "beste grusse",
        "beste gruesse",
        "herzliche grusse",
        "herzliche gruesse",
        "freundliche grusse",
        "freundliche gruesse",
        "mit freundlichen grussen",
        "mit freundlichen gruessen",
        "mit besten grussen",
        "mit besten gruessen",
        "mfg",
        "lg",
        "vg",
        "hochachtungsvoll",
        "schreiben sie",
        "schreib",
        "schreib einfach",
        "notieren sie",
        "tragen sie ein",
        "nehmen sie",
        "das ist",
        "es ist",
        "danke",
        "vielen dank",
    ],
    small_cues_inside: &[
        "ich sagte",
        "ich sagte doch",
        "habe ich gesagt",
        "hab ich gesagt",
        "schon gesagt",
        "bereits gesagt",
        "hab ich doch geschrieben",
        "wie gesagt",
    ],
    titles: &[
        "herr",
        "herrn",
        "hr",
        "frau",
        "fr",
        "fraulein",
        "dr",
        "doktor",
        "prof",
        "professor",
        "professorin",
        "dipl",
        "ing",
        "mag",
        "med",
        "jur",
        "phil",
        "rer nat",
        "familie",
        "fam",
        "firma",
    ],
    endings: &[
        "bitte",
        "danke",
        "danke schon",
        "danke schoen",
        "vielen dank",
        "hier",
        "am apparat",
        "mein name",
        "ist mein name",
        "ist der name",
        "heisse ich",
        "heiss ich",
        "bin ich",
        "wie gesagt",
        "hab ich doch",
        "habe ich doch",
        "hab ich schon",
        "habe ich schon",
        "sagte ich",
        "lg",
        "mfg",
        "gruss",
        "grusse",
        "gruesse",
        "viele grusse",
        "viele gruesse",
        "liebe grusse",
        "liebe gruesse",
        "und danke",
    ],
    and: "und",
    articles: "der die das den dem des ein eine einen einem einer von vom zu zum zur im in am auf an aus da du la le de del di al do den dos ten ter",
    function: "ab abbrechen aber ach ahnung alle allein allem allen aller alles als also am an andere anderen anderer anderes anders andern anfang anrufen antworten auch auf aufhoren \
aus ausser bald bei beide beiden beim bereits besser best beste bestens bin bis bisher bissen bitte brauche brauchen danach danke dann daran darauf darf darum das dass dasselbe datum dein \
deine dem den denn deren des deshalb dich die dies diese diesem diesen dieser dieses dir doch dort drei du durch durfen eben ebenfalls eher eigentlich ein eine einem einen einer \
eines einfach einige einmal eins ende endlich entschuldigen entschuldigung entweder er erst erste erstmal es etwa etwas euch euer eure falls falsch falscher fast fertig fragen fur fuer funf ganz gar geben gegen \
gehen geht gehts genau genauso genug gerade gern gerne gestern gibt gleich gut gute guten guter gutes hab habe haben habt hallo halt hat hatte hatten heisse heissen helfen her herum heute heut hey hi hier \
hilfe hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes jemand jetzt kann kannst kein keine keinem keinen keiner keins \
klar klaro kommen komme kommt konnen koennen konnte konnten koennte korrekt korrigieren lasse lassen leider lieber los loschen loeschen mache machen macht mal man manche mehr mein \
meine meinem meinen meiner meines meinte mich mir mit mochte moechte mochten morgen muss mussen muessen musste nach nachher nachste nachsten nachster naturlich ne nee nein nicht nichts nie niemand nix noch nochmal nummer \
nun nur ob oben oder ohne okay ok passt per plus privat quatsch raus richtig sage sagen sagt sagte samt schade schon schoen schreiben schreibe sehen sehr seid sein seine seinen seit selber selbst servus sich sicher \
sie siehe sind so sofort sogar soll sollen sollte sollten sondern sonst soviel sowas sowie spater spaeter start stimmt stop stopp super tag tage tja toll trotzdem tschuss tue tun uber ueber ubermorgen uebermorgen uberhaupt ubrigens um und \
ungefahr uns unser unsere unter usw verbessern vergessen versuche viel viele vielen vielleicht vier vom von vor voraus vorbei vorher wann war waren warten warte warum was weg wegen weil weiter welche welchem welchen welcher \
welches wem wen wenig wenige weniger wenn wer werde werden wie wieder wieso will wir wird wirklich wo wohin wohl wollen wollte wurde wurden wuerde wuerden zehn ziemlich zu zum zur zuruck zurueck zusammen zwar zwei zwischen \
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar marz maerz mai juni juli september oktober november dezember \
the is are was you your my me not no yes please cancel help stop and",
    description: "abgelehnt abhangig aktiv alleinerziehend allergisch alt alter amerikaner amerikanerin angehoriger angehorige angemeldet angestellt angestellte angestellter anfanger anfangerin anfaenger anwalt anwaltin anwesend arbeiter arbeiterin arbeitslos arbeitssuchend \
arzt arztin aerztin asthmatiker auslander auslanderin auszubildende auszubildender azubi anderer baecker backer backerin barista bauer bauerin beamter beamtin begeistert behindert berechtigt bereit bereits berufstatig berufstaetig beschaftigt besitzer besitzerin \
besorgt besucher bewerber bewerberin blind brasilianer buchhalter buchhalterin burger buerger burgerin chef chefin chinese dafur dagegen deutsch deutsche deutscher dabei dankbar dran dreissig durcheinander ehrlich einkaufer eigentumer eigentumerin einsatzbereit einverstanden elektriker \
elektrikerin entschlossen entsetzt enttauscht enttaeuscht erfahren erfreut erkaltet erkrankt erreichbar erschopft erstaunt erwachsen erzieher erzieherin experte expertin fahrer fahrerin familienvater fachkraft fan fassungslos fertig fit fischer flexibel franzose \
franzosin frei freiberufler freiberuflich freiwillig fremd freund freundin froh frohlich frustriert gartner gaertner gartnerin gast gastronom geboren gelernt gelernte gelernter geimpft genervt gesperrt gespannt gestresst gesund gewohnt glucklich gluecklich gross grossvater gestern \
halter halterin handwerker handwerkerin hausfrau hausmeister hebamme heimwerker hausmann hungrig informatiker informatikerin ingenieur ingenieurin inhaber inhaberin interessent interessentin interessiert italiener italienerin jager jaeger journalist jung junge jurist juristin kassierer kassiererin kaufmann kauffrau kaufer kaeufer kellner \
kellnerin klein koch kochin koechin kollege kollegin krank krankenpfleger krankenschwester kunde kunden kundin kurier kurz lackierer lager lagerist lang lebensgefahrte ledig lehrer lehrerin lehrling leicht leihnehmer letzte letzter maler malerin mama mann \
mechaniker mechanikerin mechatroniker mensch mieter mieterin minderjahrig minderjaehrig mitarbeiter mitarbeiterin mitglied mobil motiviert mude muede mutter nachbar nachbarin nervos neu neue neuer neugierig neukunde neukundin neuling nett oma onkel opa osterreicher oesterreicher osterreicherin patient \
patientin pendler pensioniert person pflegekraft pfleger pflegerin pole polin praktikant praktikantin profi punktlich qualifiziert radfahrer radfahrerin radler rechtsanwalt rechtsanwaltin rentner rentnerin richter richterin russe russin ruhig sauer schneider schneiderin schreiber schreiner schreinerin schuler schueler \
schnell schulerin schuelerin schwanger schweizer schweizerin schwester selbstandig selbststandig selbstaendig selbststaendig senior seniorin single sicher sohn spat spaet spater stammkunde stammkundin stolz student studentin studierende studierender student techniker technikerin teilnehmer teilnehmerin teilzeitkraft tierarzt \
tischler tischlerin tochter traurig turke tuerke turkin uberrascht ueberrascht uberfordert ueberfordert ukrainer ukrainerin unentschlossen unsicher unterwegs unzufrieden urlauber vater veganer veganerin vegetarier vegetarierin verargert veraergert verfugbar verfuegbar verheiratet verkaufer verkaeufer verkauferin \
verletzt vermieter vermieterin versichert verspatet verwirrt verzweifelt volljahrig volljaehrig vollzeitkraft weber weiblich mannlich maennlich weg willkommen witwe witwer zahnarzt zahnarztin zufrieden zuruck zuverlassig zuverlaessig zusteller bestandskunde spanier spanierin rumane rumanin ungarn ungar bot mensch roboter mechatronikerin ubersetzer eltern",
    surname: "alt altmann anders backer baecker bauer deutsch ehrlich fischer frank frei fremd freund frohlich gartner gaertner glucklich gross jager jaeger jung junge kaiser kaufmann kellner klein koch kunde kurz lackierer lang lange maler mann neu \
neumann pfleger pole richter sauer schneider schnell schreiber schreiner schuler schueler schweizer sohn student techniker tischler unger ungar vogt weber wolf",
    topic: "abo abholung account adresse adressdaten anderung angabe angaben angebot angebote anfrage anhang anliegen anmeldung anruf anrufer anschrift antrag antwort antworten anzahl arbeit arbeitszeit arbeitszeiten arbeitsvertrag auftrag auftragsnummer aufenthaltserlaubnis ausbildung auskunft \
ausweis bahn bankverbindung beratung berufserfahrung beschwerde bestellnummer bestellung betrag bewerbung bewerbungen bezahlung bild bot bots bremse bremsen brief buchung buchungsnummer chat chatbot computer daten datenschutz datum dauer dienstag ding dinge druck einkommen einladung email emails e-mail \
erfahrung ersatzteil ersatzteile essen euro fahrrad farbe fehler festnetz feiertage firma formular foto frage fragen frist fuhrerschein fuehrerschein garantie gebuhr gehalt geld geburtsdatum geburtstag geschaft geschaeft gesprach gespraech grosse groesse grund handy handynummer hilfe hotline idee info \
informationen internet iban job jobs kalender karriere kasse kategorie kauf kette kind kinder konto kontakt kosten krankenkasse kundenservice kundennummer kundigung kuendigung laden leben lebenslauf leitung lieferung licht leute mail mails mama maschine mietvertrag minuten mitarbeiter mitteilung mittag mittagspause modell monat monate name namen nachricht nachrichten \
nichts nummer offnungszeiten oeffnungszeiten ort paket papiere passwort pause platz position post praktikum preis preise problem probleme produkt probezeit projekt rabatt rechnung rechnungsnummer reparatur reparaturen reservierung retoure rucksendung ruecksendung ruckruf rueckruf rufnummer sache schaltung schicht schichten schlauch schule schutz \
service sicherheit sprache spam stelle stellen stellenangebot stelleninserat steuer strasse stunde stunden support tag tage teilzeit telefon telefonnummer tel fax termin termine thema tisch transport uhr uhrzeit uniform unterlagen unterschrift urlaub verspatung verspaetung vertrag vollzeit vorstellungsgesprach vorstellungsgespraech \
wartung wetter werkstatt whatsapp woche wochen wochenende wunsch zahlung zeit zeiten zeugnis zeugnisse ziel zimmer zuschlag rad rader raeder reifen mantel kunde arbeitgeber robot roboter lol haha wtf blodsinn unsinn mist scheisse keine kein egal anonym geheim",
    moment: "sofort asap umgehend jetzt gleich bald schnellstmoglich",
    lookalike: "abend acht alles alter andere anders angst anruf arbeit arm art auge ausser bahn bald ball band bank bau bauch baum bein beide beim berg beruf besser bett bild bitte blatt blau blatt blut boden brauche breit brief brille brot bruder buch bunt butter chance dach \
dame damen dank danke dann dauer dein denen denke dessen dicht dick dienst diese dorf dort druck dumm dunkel durch eben ecke ehe eher eigen eile eimer einen eisen erde ernst erst essen fach fahne fahren fahrt fall falle falls falsch familie farbe fass fast fehler feier fein feld fell fenster fern fest fett feuer film \
finger fisch flach flasche fleisch flug form frage frau frech freude freund frisch frist froh fuhr furcht fuss gabel gang ganz garten gast geben gefahr gegen geht geist geld genau gern gerne geschenk gesicht gestern gesund gewicht glas glatt glaube gleich gott grad gras grau grenze grob grosse gross grube grun grund gruppe gurke gurt gute guten haar haben hafen \
hals halt halten hand hart hase haube haus haut heft heiss helfe hell hemd herbst herr herz heute hier hilfe himmel hirn hitze hoch hof hoffe hohe holz horen hose hotel hund hut immer insel jacke jahr jede jeder jemand jung junge kaffee kalt kamm kanne kante kapp karte kasse kasten katze kauf kaufe kein keine keller kenne kette kiste kind kinder kirche klar klasse klein \
klug knie knopf koffer kohl komme kommt konnte kopf korb korper kosten kraft krank kreis krone kuchen kuche kuh kunst kurz kuss lack lage lager lampe land lang lange last laub laufe laune laut leben leder leer legen lehre leicht leider leise leiter letzte leute licht liebe lieber liebe lied liegt links liste loch lohn los luft lust machen macht mann mantel mappe markt mauer \
maus meer mehr meine meinen meist menge mensch messer miete milch mitte monat mond morgen mund musik muss mutter nacht nadel nagel nahe name nase nass natur nebel nehme neu neue nicht nichts nummer nur obst ofen ohne ohr onkel opa ordnung ort papier passt pause pfanne pferd plan platte platz post preis probe punkt \
rache rad rand rasen rast rat raum rauch recht rede regen reich reihe reise rest richtig ring rock rohr rolle rose rot rucken ruhe rund sache sack saft sage salz sand satt satz sauber schaf schal scharf schere schiff schlaf schlag schlecht schloss schluss schnee schnell schnur schon schrank schritt schuh schule schwer see seele sehen sehr seife seil seit \
seite selbst sicher sitz sofort sohn sollte sommer sonne sorge spass spat spiel spitz sport sprache stadt stahl stamm stand stark statt staub stein stelle stern steuer stift still stimme stimmt stirn stock stoff stolz strand strasse streit strom stuck stufe stuhl stunde suche suppe tafel tag tasche tasse tat taube teil telefon teller teppich termin teuer text tier tisch \
titel tochter tod topf tor tot trage traum treppe trinke trocken tuch tur turm uhr unten unter vater verein vier viel viele vogel voll vom vor wache wagen wahl wald wand wann warm warme warte warten warum wasser weg weich weil wein weise weiss weit welche welt wenig wenn werde wert wetter wichtig wiese wind winter wirt wirklich woche wohne wohl wolle wort wunde wunsch wurst zahl zahle zahn \
zange zaun zehn zeigen zeile zeit zelt ziel ziemlich zimmer zoll zucker zug zunge zuruck zwei zweck zweig",
    is_command: |folded| {
        super::has(
            "schreiben schreibt schreib rufen ruft ruf kontaktieren melden meldet melde antworten erreichen erreichbar wohne wohnhaft",
            folded,
        )
    },
    is_participle,
    is_verb_or_adverb: |folded| {
        folded.len() > 6
            && ["lich", "weise", "ieren", "igkeit", "heiten", "ungen", "bar"].iter().any(|ending| folded.ends_with(ending))
            && !super::has("ehrlich froehlich frohlich helmlich freundlich akbar ekber", folded)
    },
};

/// "geschrieben", "interessiert", "vertippt"; but neither "gebhardt" nor "gertrud".
fn is_participle(folded: &str) -> bool {
    let built = folded.starts_with("ge") && (folded.ends_with('t') || folded.ends_with("en")) && folded.len() > 6
        || folded.ends_with("iert") && folded.len() > 6
        || super::has("vertippt verschrieben verkehrt bekannt falsch", folded);
    built && !super::has("gebhardt gebhard gebhart gerhart geberit gerlicht gebert geissert", folded)
}
