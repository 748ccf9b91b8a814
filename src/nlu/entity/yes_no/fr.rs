//! French yes and no.

use super::Phrases;

pub(in super::super) static PHRASES: Phrases = Phrases {
    neither: "je ne sais pas, je sais pas, jsais pas, jsp, chais pas, je ne sais plus, je sais plus, jen sais rien, je nen sais rien, aucune idee, \
pas didee, peut etre, ptet, peut etre bien, ptetre, probable, je ne suis pas sur, je ne suis pas sure, je suis pas sur, je suis pas sure, pas sur, \
pas sure, pas certain, pas certaine, pas trop sur, pas trop sure, pas vraiment sur, pas vraiment sure, je ne suis pas certain, \
je ne suis pas certaine, je suis pas certain, je suis pas certaine, je ne comprends pas, je comprends pas, jai pas compris, je nai pas compris, \
je ne me souviens pas, je me souviens plus, je ne me rappelle pas, peu importe, peu mimporte, ca mest egal, cela mest egal, cest egal, \
ca depend, cela depend, oui et non, oui ou non, ni oui ni non, ni lun ni lautre, je prefere ne pas le dire, je prefere ne pas repondre, \
je ne prefere pas repondre, je ne veux pas repondre, je ne veux pas le dire, je voudrais pas repondre, jai une question, jai une autre question, \
jai des questions, jai un probleme, jai un doute, jai des doutes, jai besoin, jai peur, jai compris, je ne trouve pas, je trouve pas, \
je narrive pas a trouver, je narrive pas a ouvrir, pas maintenant, pas pour linstant, bof, mouais, jhesite, je verrai, on verra, \
si possible, si vous voulez, si tu veux, si cest possible, si je peux, si je pouvais, si ca ne vous derange pas, si jamais, si besoin, si on peut, \
si il y a, sil y a, si vous avez, si vous pouvez, je ne peux pas dire oui, je peux pas dire oui, je ne dis pas oui, \
non mais je voulais savoir, de rien, pas grave, cest pas grave, ce nest pas grave, tant pis, laissez tomber, laisse tomber",
    yes: "carrement, oui, cette fois oui, la oui, maintenant oui, ouais, ouai, oui oui, ui, wi, oui merci, oui svp, mais oui, ah oui, oh oui, eh oui, ben oui, bah oui, bien oui, oui bien sur, ok, okay, okey, oki, okok, ok merci, dac, dacc, daccord, \
je suis daccord, cest daccord, tout a fait daccord, entierement daccord, bien sur, bien sur que oui, bien entendu, evidemment, naturellement, \
certainement, assurement, absolument, tout a fait, exactement, exact, cest exact, cest exactement ca, parfaitement, parfait, cest parfait, tres bien, cest tres bien, \
cest bon, cest tout bon, tout est bon, tout bon, cest bon pour moi, bon pour moi, cest ca, cest bien ca, cest correct, tout est correct, tout correct, correct, \
cest juste, tout est juste, cest tout juste, cest vrai, en effet, effectivement, volontiers, avec plaisir, avec grand plaisir, avec joie, \
sans probleme, pas de probleme, aucun probleme, pas de souci, pas de soucis, aucun souci, sans souci, ca roule, ca marche, ca me va, ca me va tres bien, ca me convient, \
cela me convient, ca me convient parfaitement, cela me va, ca va, ca va pour moi, ca ira, ca joue, pourquoi pas, je veux bien, je le veux, \
je le voudrais, je la voudrais, jaimerais bien, jaimerais ca, jaccepte, jaccepte volontiers, je consens, je donne mon accord, je vous donne mon accord, \
je donne mon consentement, jautorise, je vous autorise, je confirme, je confirme tout, je le confirme, je valide, on valide, japprouve, je pense que oui, je pense oui, je crois que oui, \
je crois bien, je suppose que oui, jespere que oui, jimagine que oui, je dirais oui, je dirais que oui, jai dit oui, je dis oui, affirmatif, \
allez y, allez, vas y, vasy, go, allons y, on y va, cest parti, envoyez, envoyez le, envoyez la, envoyez les, envoie, envoie le, envoie la, \
vous pouvez envoyer, vous pouvez lenvoyer, vous pouvez les envoyer, tu peux envoyer, tu peux lenvoyer, transmettez, transmettez la, transmettez le, reservez, reservez la, reservez le, vous pouvez reserver, \
vous pouvez y aller, vous pouvez proceder, vous pouvez continuer, vous pouvez confirmer, vous pouvez valider, poursuivez, continuez, procedez, faites, faites le, faites donc, faites comme ca, fais le, je prends, je la prends, je le prends, \
aucune objection, je nai pas dobjection, je nai aucune objection, je ny vois pas dobjection, je ny vois aucune objection, rien a redire, \
rien a signaler, ca me semble bon, ca me semble correct, ca me parait bon, ca me parait correct, ca a lair bon, ca a lair correct, tout est en ordre, \
yes, yep, yeah, si si, mais si, bien sur que si, je pense que si, je crois que si, sans aucun doute, sans doute aucun, sans hesiter, sans hesitation, cest ok, cest ok pour moi, \
ok pour moi, ok pour ca, tout est ok, tout ok, impec, impeccable, nickel, super oui, entendu, bien recu, marche conclu, je signe, super merci, top merci, genial merci, je my engage, jen ai deja",
    yes_or_statement: "jen ai, jen ai un, jen ai une, jai un, jai une, jai le, jai la, jai les, jai mon, jai ma, jai mes, je lai, je les ai, jai deja, jai aussi, \
jai bien, on a, nous avons, nous en avons, on en a, jai pris",
    yes_at_end: "o, y, k, kk, vi, mouais ok, si, bon, bien, bonne idee, super, top, genial, cool, formidable, excellent, exellent, magnifique, chouette, juste, vrai, valide, valider, confirme, confirmer, confirmez, \
validez, accepter, accepte, accepte tout, envoyer, envoi, reserver, prends, positif, toujours, je peux, on peut, nous pouvons, je le suis, nous le sommes, ja, si senor, \
of course, sure, vous pouvez, tu peux, vous pouvez les conserver, vous pouvez les garder, vous pouvez les enregistrer, vous pouvez conserver, vous pouvez garder, \
vous pouvez enregistrer, vous pouvez le garder, je pourrais, je le ferai, je ferai, certaine, certain, sil vous plait, sil te plait, svp, stp, avec plaisir merci, merci oui, \
je suis pour, partant, partante, je suis partant, je suis partante, je suis la, en ordre",
    no: "non, nan, nn, nope, nah, non non, non merci, non pas du tout, ah non, oh non, ben non, bah non, mais non, certainement pas, surement pas, surtout pas, \
bien sur que non, evidemment que non, absolument pas, pas du tout, pas vraiment, pas encore, pas exactement, pas tout a fait, pas question, \
hors de question, pas daccord, je ne suis pas daccord, je suis pas daccord, en aucun cas, en aucune facon, jamais, jamais de la vie, plus jamais, \
je naccepte pas, jaccepte pas, je ne consens pas, je refuse, je moppose, je moppose, je decline, je nautorise pas, jautorise pas, je ne confirme pas, je ne valide pas, je ne donne pas mon accord, \
je ne veux pas, je veux pas, jveux pas, je ne souhaite pas, je ne le souhaite pas, je ne desire pas, je nen veux pas, jen veux pas, je ne voudrais pas, je voudrais pas, je naimerais pas, je prefere pas, je ne prefere pas, \
je prefere non, je prefererais pas, je preferais pas, plutot pas, plutot non, vaut mieux pas, mieux vaut pas, il vaut mieux pas, je nen ai pas, jen ai pas, je nai pas, jai pas, \
je nai plus, jai plus, je nai aucun, je nai aucune, jai aucun, jai aucune, je nai jamais, jai jamais, je ne lai pas, je lai pas, je ne les ai pas, nous nen avons pas, on nen a pas, on en a pas, \
nous navons pas, on a pas, je ne peux pas, je peux pas, jpeux pas, je ne pourrai pas, je pourrai pas, on peut pas, nous ne pouvons pas, je ne suis pas, je suis pas, \
je ne pense pas, je pense pas, je ne crois pas, je crois pas, je pense que non, je crois que non, je dirais non, je dirais que non, je suppose que non, jespere que non, \
jai dit non, je dis non, malheureusement non, malheureusement pas, helas non, desole non, desolee non, cest faux, cest tout faux, cest pas bon, ce nest pas bon, cest pas ca, ce nest pas ca, \
cest pas correct, ce nest pas correct, cest pas juste, ce nest pas juste, ce nest pas exact, cest pas exact, ce nest pas vrai, cest pas vrai, cest incorrect, ca ne va pas, ca va pas, ca ne me va pas, ca me va pas, \
ca ne me convient pas, ca me convient pas, ca marche pas, nenvoyez pas, nenvoie pas, nenvoyez rien, ne lenvoyez pas, ne reservez pas, ne faites pas ca, ne le faites pas, ne conservez pas, ne conservez rien, \
ne gardez pas, ne gardez rien, nenregistrez pas, nenregistrez rien, ne stockez rien, ne stockez pas, ne sauvegardez rien, pas besoin, inutile, ce nest pas necessaire, cest pas la peine, \
ce nest pas la peine, pas pour moi, pas envie, jai pas envie, pas aujourdhui, moi non plus, non plus, negatif",
    no_at_end: "n, ne, no, nein, pas, faux, fausse, incorrect, inexact, errone, aucun, aucune, rien, rien du tout, personne, refuse, refuser, refuse, \
pas possible, impossible, du tout, pas moi, mauvais, pas bon, perdu",
    no_or_statement: "rien, aucun, aucune, ce nest pas, cest pas, ce nest pas ca, cest pas ca",
    fillers: "euh, heu, hum, hm, hmm, mmm, ah, oh, eh, ben, bah, bon, alors, donc, et, mais, ecoutez, ecoute, desole, desolee, pardon, \
malheureusement, helas, heureusement, franchement, honnetement, enfin, bonjour, bonsoir, salut, merci, voila, tiens, tenez, bref, du coup, ma foi, svp, moi, la, lol, mdr",
    chained: "ok, bon, bien, tres bien, parfait, super, top, daccord, juste, exact, allez, entendu, certainement, cest bon, voila, nickel",
    no_reservation: "mais uniquement pour cela, mais seulement pour cela, uniquement pour cela, seulement pour cela, uniquement pour ca, seulement pour ca, \
mais seulement pour ca, mais uniquement pour ca, mais seulement dans ce but, seulement dans ce but, uniquement dans ce but, mais uniquement dans ce but, \
pas de probleme, aucun probleme, sans probleme, pas de souci, pas de soucis, aucun souci, sans souci, aucune objection, pourquoi pas, je nai pas dobjection, je ny vois pas dobjection, sans hesiter, \
sans hesitation, sans aucun doute",
    doubts: "je ne sais pas, je sais pas, jsais pas, je ne suis pas sur, je ne suis pas sure, je suis pas sur, je suis pas sure, pas sur, pas sure, \
pas certain, pas certaine, aucune idee, peut etre, et non, oui et non, peut etre pas, jhesite",
    after_doubt: "encore, trop, vraiment",
    reservations: "mais, si, seulement, uniquement, sauf, excepte, hormis, cependant, toutefois, pourtant, plutot, attendez, attends, quand, condition, \
avant, jusqua, sans, non, pas, ne, jamais, rien, finalement, sinon, pourvu, quoique, a part",
};
