//! Italian yes and no. `sì` and the pronoun `si` fold to the same word, and most people write the yes without its accent: what
//! begins with the pronoun stands under `neither`.

use super::Phrases;

pub(in super::super) static PHRASES: Phrases = Phrases {
    neither: "non so, non lo so, non saprei, non ne ho idea, non ho idea, nessuna idea, boh, mah, forse, magari, puo darsi, chissa, \
non sono sicuro, non sono sicura, non ne sono sicuro, non ne sono sicura, non sono certo, non sono certa, non ne sono certo, \
non ne sono certa, non sono molto sicuro, non sono molto sicura, non sono del tutto sicuro, non sono del tutto sicura, \
non capisco, non ho capito, non ricordo, non mi ricordo, non importa, non mi importa, non mi interessa, non fa niente, \
fa niente, fa lo stesso, per me e uguale, e uguale, e indifferente, indifferente, dipende, si e no, si o no, ne si ne no, ni, \
forse si, forse no, preferisco non dirlo, preferirei non dirlo, preferisco non rispondere, preferirei non rispondere, \
non voglio dirlo, non vorrei dirlo, non voglio rispondere, ho una domanda, ho unaltra domanda, ho qualche domanda, \
ho delle domande, ho un problema, ho un dubbio, ho dei dubbi, ho bisogno, ho paura, ho capito, non trovo, non riesco a trovare, \
non riesco ad aprire, non ora, non adesso, senza impegno, si puo, si possono, si potrebbe, si potrebbero, si tratta, si deve, \
si devono, si dovrebbe, si chiama, si chiamano, si lavora, si lavorano, si guadagna, si guadagnano, si paga, si pagano, si parla, \
si dice, si trova, si trovano, si usa, si usano, si riesce, si inizia, si comincia, si finisce, si richiede, si richiedono, \
si sa, si vede, si intende, si accettano, si ha, si hanno, si e sbagliato, si e rotto",
    yes: "sii, si, vabbene, potete inviare, potete inviarla, potete mandare, potete mandarla, puoi inoltrare, puo inoltrare, potete inoltrare, \
puoi inoltrarla, puo inoltrarla, potete inoltrarla, inoltra, inoltri, inoltrate, inoltrala, inoltratela, puoi prenotare, puo prenotare, \
potete prenotare, prenota pure, prenoti pure, prenotate pure, prenotalo, prenotala, sisi, se si, certo, certo che si, certamente, ma certo, sicuro, sicuramente, sicuramente si, senza dubbio, \
senza alcun dubbio, senzaltro, assolutamente, assolutamente si, ovvio, ovvio che si, ovviamente, ovviamente si, naturalmente, \
naturalmente si, ok, okay, okey, okei, occhei, ok grazie, va bene, va benissimo, va benone, va bene cosi, tutto bene, bene cosi, \
daccordo, sono daccordo, volentieri, molto volentieri, con piacere, con molto piacere, perfetto, perfettamente, esatto, \
esattamente, proprio cosi, e giusto, e tutto giusto, tutto giusto, e corretto, e tutto corretto, tutto corretto, corretto, \
e esatto, e tutto esatto, tutto esatto, tutto ok, e tutto ok, tutto a posto, e tutto a posto, a posto cosi, sembra tutto giusto, \
sembra corretto, sembra giusto, mi sembra giusto, mi sembra corretto, confermo, confermo tutto, lo confermo, confermato, accetto, \
acconsento, do il consenso, do il mio consenso, autorizzo, approvo, concordo, yes, yep, yeah, penso di si, credo di si, direi di si, \
suppongo di si, immagino di si, spero di si, temo di si, dico di si, ho detto di si, ho detto si, procedi, proceda, procedete, \
procediamo, procedi pure, proceda pure, vai pure, vada pure, vai avanti, vada avanti, andiamo avanti, invia, invii, inviate, \
invia pure, invii pure, inviala, inviale, inviali, invialo, la invii, lo invii, inviatela, mandala, mandale, mandali, mandalo, manda, \
manda pure, mandi pure, la mandi, lo mandi, spedisci, spedisci pure, spediscila, puoi inviare, puo inviare, puoi inviarla, \
puo inviarla, puoi mandare, puo mandare, puoi mandarla, puo mandarla, puoi procedere, puo procedere, potete procedere, fai pure, \
faccia pure, fate pure, fallo, lo faccia, fatelo, nessun problema, non ce problema, non ce alcun problema, nessuna obiezione, \
non ho obiezioni, non ho nessuna obiezione, niente in contrario, niente da obiettare, per me va bene, per me ok, per me si, \
per me e ok, mi va bene, a me va bene, mi sta bene, mi piacerebbe, mi farebbe piacere, ci sto, affare fatto, perche no, come no, \
eccome, eh si, ma si, beh si, be si, lo voglio, lo vorrei, la vorrei, non vedo lora, ce lho gia",
    yes_or_statement: "ce lho, ce lo ho, ce labbiamo, lho, ne ho, ne ho uno, ne ho una, li ho, le ho, ho un, ho una, ho il, ho la, ho lo, \
ho i, ho le, ho entrambe, ho entrambi, ho gia, ho preso, certo che ho, ho anche",
    yes_at_end: "y, k, prenota, prenoti, prenotate, vabbe, giusto, bene, buono, ottimo, benissimo, fantastico, grande, vai, dai, prego, vero, e vero, e cosi, conferma, \
confermata, invio, accetta, accettato, accettata, ricevuto, affermativo, positivo, sempre, posso, possiamo, posso farlo, ci riesco, lo sono, lo siamo, s, ja, oui, of course, sure, puoi, \
puo, potete, puoi salvarli, puo salvarli, puoi salvarlo, puo salvarlo, potete salvarli, puoi conservarli, puo conservarli, \
potete conservarli, puoi conservarlo, puoi memorizzarli, ho, potrei, lo faro, certa, per favore, per piacere, va, grazie si",
    no: "no, nono, no grazie, nah, nope, noo, certo che no, certamente no, ma no, assolutamente no, assolutamente non, ovviamente no, \
ovviamente non, naturalmente no, sicuramente no, sicuramente non, direi di no, penso di no, credo di no, temo di no, suppongo di no, \
immagino di no, spero di no, dico di no, ho detto di no, ho detto no, non credo, non penso, non direi, non ancora, ancora no, \
non proprio, proprio no, per niente, per nulla, niente affatto, nientaffatto, affatto, non ho, non ce lho, non ce lho piu, \
non ce lo ho, non lho, non lho ancora, non ne ho, non labbiamo, non abbiamo, non posso, non possiamo, non potrei, non voglio, \
non lo voglio, non vorrei, non desidero, non intendo, non sono daccordo, non sono, non lo sono, non va bene, non mi va, \
non mi va bene, non mi sta bene, non accetto, non acconsento, non do il consenso, non do il mio consenso, non autorizzo, \
non confermo, non approvo, rifiuto, mi rifiuto, mi oppongo, nego il consenso, non e corretto, non e giusto, non e esatto, \
non e vero, non e cosi, e sbagliato, e tutto sbagliato, mai, mai avuta, mai avuto, meglio di no, meglio non, preferisco di no, \
preferirei di no, preferisco non, preferirei non, purtroppo no, purtroppo non, sfortunatamente no, sfortunatamente non, neanche, \
nemmeno, neppure, neanche per sogno, in nessun modo, non conservare, non conservate, non conservi, non salvare, non salvate, \
non salvi, non memorizzare, non memorizzate, non registrare, non registrate, non inviare, non inviarla, non inviarlo, non invii, \
non mandare, non mandarla, non mandarlo, non la invii, non la mandi, non farlo, non lo faccia, non procedere, non serve, \
al momento no, per ora no, per il momento no, per adesso no, oggi no, adesso no, ora no, lho persa, lho perso, non piu",
    no_at_end: "n, non, falso, falsa, sbagliato, sbagliata, errato, errata, e errato, incorretto, scorretto, negativo, niente, nulla, \
nessuno, nessuna, rifiutato, rifiuta",
    no_or_statement: "niente, nulla",
    fillers: "vabbe, dai, su, prego, pure, allora, beh, be, bhe, eh, ehm, ah, oh, uhm, um, mmm, hm, hmm, ecco, dunque, quindi, scusa, scusi, scusate, ciao, salve, \
buongiorno, buonasera, guarda, guardi, senti, senta, purtroppo, sfortunatamente, fortunatamente, grazie, e, ma, o, sinceramente, \
veramente, davvero, onestamente, mah",
    chained: "ok, bene, giusto, esatto, perfetto, ottimo, benissimo, certo, vai, dai, buono, corretto",
    no_reservation: "ma solo per questo scopo, solo per questo scopo, soltanto per questo scopo, ma soltanto per questo scopo, \
ma solo per questa finalita, solo per questa finalita, ma solo per quello scopo, solo per quello scopo, ma solo per questo, \
solo per questo, ma solo per quello, solo per quello, nessun problema, non ce problema, non ce alcun problema, nessuna obiezione, \
non ho obiezioni, perche no, come no, niente in contrario, senza problemi, senza dubbio, non vedo lora",
    doubts: "non so, non lo so, non saprei, non sono sicuro, non sono sicura, non ne sono sicuro, non ne sono sicura, non ne ho idea, \
non ho idea, boh, forse, forse no, puo darsi, chissa, e no, si e no",
    after_doubt: "ancora, bene",
    reservations: "ma, pero, se, solo, soltanto, tranne, eccetto, salvo, purche, invece, aspetta, aspetti, aspettate, quando, prima, \
finche, senza, non, no, mai, anzi, piuttosto, tuttavia, condizione, patto, veramente",
};
