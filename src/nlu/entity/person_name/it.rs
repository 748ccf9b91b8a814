//! Italian names and what stands around them.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    capital_nouns: false,
    strong_cues: &[
        "mi chiamo",
        "michiamo",
        "io mi chiamo",
        "il mio nome e",
        "il mio nome completo e",
        "il mio nome e cognome e",
        "il mio nome e cognome sono",
        "il mio cognome e",
        "mio nome e",
        "il nome giusto e",
        "il nome corretto e",
        "il mio nome giusto e",
        "il nome esatto e",
        "il nome e",
        "il nome completo e",
        "nome e cognome",
        "nome cognome",
        "nome completo",
        "mi chiamano",
        "mi chiami",
        "mi chiamino",
        "puoi chiamarmi",
        "puo chiamarmi",
        "potete chiamarmi",
        "chiamami",
        "chiamatemi",
    ],
    bare_cues: &["nome", "nominativo", "firmato"],
    after_cue: &["e", "sono", "proprio", "in realta", "pure", "semplicemente"],
    weak_cues: &[
        "sono",
        "io sono",
        "qui",
        "qui parla",
        "parla",
        "qui e",
        "e qui",
        "a parlare e",
        "al telefono e",
        "quello giusto e",
        "quello corretto e",
        "intendevo",
        "volevo dire",
    ],
    never_after: "ci ce ne che chi quali quanti quante dove cosa come non loro vi",
    is_plural: |folded| folded.len() > 4 && folded.ends_with(['i', 'e']) && !super::has("invece sempre comunque inoltre infine", folded),
    goes_on: &[
        "e", "qui", "da", "di", "del", "della", "ho", "vorrei", "abito", "vengo", "vivo", "lavoro", "scrivo", "con", "mail", "email",
    ],
    openings: &[
        "e",
        "sono",
        "io sono",
        "eh",
        "ehm",
        "uhm",
        "um",
        "mmm",
        "hm",
        "hmm",
        "allora",
        "beh",
        "be",
        "ecco",
        "ok",
        "okay",
        "certo",
        "certamente",
        "va bene",
        "si",
        "ciao",
        "salve",
        "buongiorno",
        "buonasera",
        "sarebbe",
        "ah",
        "oh",
        "no",
        "scusa",
        "scusi",
        "scusate",
        "anzi",
        "veramente",
        "in realta",
        "volentieri",
        "dunque",
        "quindi",
        "daccordo",
        "perfetto",
    ],
    small_cues: &[
        "e",
        "sarebbe",
        "scrivi",
        "scriva",
        "scrivete",
        "scrivi pure",
        "scriva pure",
        "metti",
        "metta",
        "mettete",
        "metti pure",
        "metta pure",
        "segna",
        "segni",
        "saluti",
        "un saluto",
        "tanti saluti",
        "cordiali saluti",
        "distinti saluti",
        "cordialmente",
        "cordialita",
        "in fede",
        "grazie",
    ],
    small_cues_inside: &[
        "ti ho detto",
        "le ho detto",
        "vi ho detto",
        "ho detto",
        "lho gia detto e",
        "gia detto",
        "appena detto",
        "lho detto",
        "gia scritto",
        "appena scritto",
    ],
    titles: &[
        "il signor",
        "la signora",
        "la signorina",
        "signor",
        "signora",
        "signorina",
        "sig",
        "sigra",
        "signa",
        "dott",
        "dottor",
        "dottore",
        "dottssa",
        "dottoressa",
        "prof",
        "professor",
        "professore",
        "profssa",
        "professoressa",
        "ing",
        "ingegner",
        "avv",
        "avvocato",
        "arch",
        "geom",
        "rag",
        "don",
    ],
    endings: &[
        "lho gia detto",
        "lho appena detto",
        "lho detto",
        "te lho",
        "ve lho",
        "come ho detto",
        "come detto",
        "per favore",
        "per piacere",
        "grazie",
        "grazie mille",
        "prego",
        "qui",
        "saluti",
    ],
    and: "e",
    articles: "di da la le lo li il i gli del della dello degli dei e al alla d",
    function: "a abbiamo abbia abito accanto ad adesso ai al alcuna alcune alcuni alcuno alla alle allo allora altra altre altri altro anche ancora \
andiamo annulla annullare anzi appena arrivederci arriva aspetta aspetti assolutamente avanti avere avete avra avrei avremo avro basta bene beh bensi \
boh buonasera buongiorno buonanotte c cambia cambiare cambi cambiamo cancella cancellare caro ce cento certo certamente che chi chiama chiamo chiedere chiedo ciao \
cinque cio cioe circa ci codesto cognome come comincia comincio con conosco correggi correggere corretto cosa cose cosi cui da dall dalla dalle dallo dai dal davvero debbo del dell \
della delle dello deve devi devo dice dico dieci dimenticare dimmi dire dirle dirti domani domandare dopo dopodomani dove dovrei due dunque e ecco ed effettivamente eh ehm entrambi ero \
errato esatto esatta essere fa faccia faccio fai fammi fare fatto favore fine fino fra forse fuori gia giu giusto gli grazie guarda ha hai hanno ho i ieri il immagino in indietro indirizzo iniziare inizio insieme \
intendevo intendo invece io la lascia lascio lavorare lavoro le lei li lo lontano loro lui ma magari mah mai male mandare mando meglio meno mentre mettere mi mie miei mille mio modificare \
modifica molto ne neanche nel nella nelle nello nemmeno nessun nessuna nessuno nessuno niente no noi nome non nono nostra nostro nove nulla nuovo o oddio oggi ogni ok okay okey oppure ora otto parlare passa passiamo pensare penso per perche pero perfetto piacere \
piu poco poi porre posso possiamo potete potrei potrebbe preferisco preferirei prego prendere presto prima prossimo proprio puo puoi purtroppo qua quale quali qualche qualcosa qualcuno quando quante quanti quanto quattro quella quelle quelli \
quello questa queste questi questo qui quindi ricomincia ricominciamo ricominciare rifare ripeti ripetere ripeta ripartire rispondere salta saltare salto salve sarebbe sarei sbagliato sbagliata scusa scusami scusate scusi scrivere scrivo se sei sembra sempre senti senza \
sette si sia siamo siete sinceramente smetti so sono sopra spero sta stamattina stare stasera stata stato sto stop su subito sul sulla sulle suo sua tempo ti tra tre troppo tu tua tuo tutta tutte tutti tutto un una uno \
vabbe vado vai va vedere veramente vero vi via viene vogliamo voglio voi vorrei vorremmo vostra vostro zero \
lunedi martedi mercoledi giovedi venerdi sabato domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre \
the is are was you your my me not no yes please cancel help stop \
daccordo",
    description: "adulto adulta agente aiuto albanese alla americano americana amico amica ammalato ammalata ansioso arrabbiato arrabbiata arrivato arrivata \
assunto assunta assicurato attivo automunito automunita autista autisti avvocato bambino barista bravo brava brasiliano brasiliana bulgaro bulgara camionista cameriere cameriera candidato \
candidata cantante capace casa casalinga cattolico cercando certificato cinese cittadino cittadina commessa commesso completamente confuso confusa contabile contenta contento convinto \
convinta cuoca cuoco chef aiutocuoco corriere cristiano croato curioso curiosa dentista deluso delusa diplomato diplomata dirigente disabile disoccupata disoccupato disponibile disponibili disposto disposta \
donna dottore elettricista emozionato entusiasta esperta esperto estero europeo extracomunitario fattorino felice femmina ferma fermo fidanzato figlia figlio filippino filippina flessibile \
fortunata fortunato francese fuori genitore giovane giornalista gravida grata grato greco greca guarito idraulico impegnata impegnato impiegata impiegato impossibilitato incerto incinta indecisa indeciso indiano indiana \
infermiera infermiere infermieri infelice ingegnere inglese in insegnante interessata interessati interessato invalido irlandese italiana italiano laureanda laureando laureata laureato \
lavoratore lavoratrice libera libero lieto lieta lontana madre madrelingua magazziniere maggiorenne maestra maestro malata malato mamma marocchino marocchina maschio matta matto meccanico medico merito minorenne \
motivata motivato molto muratore musulmano nata nato nera nero nervoso nuova nuovo nubile occupato occupata offesa onesta onesto operaia operaio operatore operatrice operatore padre paziente patentato pensionata pensionato perso \
persona perplesso persa polacca polacco poliziotto portoghese possibile preoccupata preoccupato presa preso pronta pronti pronto pugliese puntuale qualificata qualificato quello quella ragazza ragazzo \
ragioniera ragioniere residente responsabile romena romeno rumena rumeno russo russa sana sano sarta sarto seria serio sicura sicuro sincero single soddisfatta soddisfatto sola solo spagnola spagnolo \
specializzato specializzata sposata sposato stanca stanco straniera straniero studente studentessa svizzero svizzera tedesca tedesco titolare tranquilla tranquillo trasferito triste tunisino turco turca ucraina ucraino umano umana un \
uomo utente vecchio vedova vegano vegana vegetariano vicina vicino \
celiaca celiaco cliente contraria contrario falsa falso favorevole intollerante studentessa",
    surname: "allegro barbiere bravo caro cuoco felice fortunato francese greco inglese italiano libero marocchino medico polacco pugliese russo sarto spagnolo \
tedesco turco romano vecchio dottore cantante maestro chef serio candidato nero",
    topic: "tel cell cellulare prenotazione abbonamento accesso account aiuto annuncio appuntamento assistenza assunzione azienda bot busta candidatura candidature chat chatbot codice \
cognome colloquio computer contatto contatti contratto curriculum cv dati data date documenti documento domanda domande email errore esperienza ferie festivi figura fisso formazione \
giorni giorno impiego indirizzo informazione informazioni lavori lavoro legge lettera lingua mail mansione mansioni mese mesi messaggi messaggio modulo negozio numeri numero \
offerta offerte ora orari orario ore pagamento pausa pacco parcheggio paga patente pensione permesso persona personale posizione posizioni posta posti posto privacy problema prova pronto recapito registrazione regole requisiti \
reso risposta ruoli ruolo salario scadenza sede servizio settimana settimane sicurezza sito soldi stipendi stipendio straordinari straordinario telefono tirocinio titolo trasporto turni turno umano ufficio uniforme vacanze vitto alloggio voce weekend",
    moment: "asap subito immediatamente presto",
    lookalike: "alto altra altro anche ancora artista artiste artisti autisti bagno barriere basta bello bene buono cambio camino campo capito caro carriera carriere carta casa causa cena cento certo chiara chiaro \
cinta cima come conto corpo corso corsa cosa costa costo croce cura cuore cuoio cuffia cugina cugine cugini cugino data dato dito dopo dove duro euro fare fatto fattoria fattorie ferma fermo fila filo fine foglio \
forma forno forse forte forza fuochi fuoco fuori gatto gente gioco giro gola grande gusto largo latte lavoro legge lento letto libro lista luogo luna lungo mano mare marca meno mese metro mezzo \
modo molto mondo monte morte moto muretto muretti naso nome nota notte nuovo ogni olio ordine orario ottimo pane pari parte passo pasta paura pelle pena perche pezzo piano piatto piede pieno poco polizia polizie ponte \
porta porto posta posto poste prezzo prima primo prova punto quale quanto quarto resta resto reso rete riso rosso sale salto santo scala scarpa scelta scopo scusa sede segno sempre senza sera sette \
sole sonno sopra spesa spese stato stanza stesso storia strada sud suono tanto tardi tasca tasse tavola tempo terra testa tetto tipo tutto uomo uovo valore vendo vento verde vero vetro viaggio vita vino vista voce volta zona",
    is_command,
    is_participle,
    is_verb_or_adverb: |folded| {
        folded.len() > 5
            && (["ando", "endo", "mente", "ssimo", "ssima"].iter().any(|ending| folded.ends_with(ending)) && !is_first_name(folded))
    },
};

/// "scrivetemi", "contattarmi", "scrivimi"; but neither "artemi" nor "parmi".
fn is_command(folded: &str) -> bool {
    const ENDINGS: [&str; 12] = ["atemi", "etemi", "itemi", "ateci", "eteci", "iteci", "armi", "ermi", "irmi", "arci", "erci", "irci"];
    folded.len() > 6 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
        || super::has(
            "scrivimi scrivi scriva scrivete chiama chiamate contattami contattate contatti mandami mandi mandate rispondo abito cerco vivo",
            folded,
        )
}

/// "interessato", "assunta", but neither "renato" nor "margherita".
fn is_participle(folded: &str) -> bool {
    const ENDINGS: [&str; 12] = ["ato", "ata", "ati", "ate", "uto", "uta", "uti", "ute", "ito", "ita", "iti", "ite"];
    folded.len() > 5 && ENDINGS.iter().any(|ending| folded.ends_with(ending)) && !is_first_name(folded)
}

/// First names that are built like participles and gerunds.
fn is_first_name(folded: &str) -> bool {
    super::has(
        "annunziata benedetta beata brigita carmelita consolata donata donato fortunata fortunato graziata immacolata incoronata margherita onorata renata renato \
rosita rolando orlando fernando ferdinando armando clemente liberata nunziata agata",
        folded,
    )
}
