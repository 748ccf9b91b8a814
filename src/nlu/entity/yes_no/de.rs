//! German yes and no. Umlauts are folded ("natürlich" is `naturlich`); people without them write `natuerlich`, so both stand here.

use super::Phrases;

pub(in super::super) static PHRASES: Phrases = Phrases {
    neither: "jein, jain, ja und nein, ja nein vielleicht, ja oder nein, weder noch, vielleicht, vllt, vlt, viell, eventuell, evtl, \
mal sehen, mal schauen, mal gucken, schauen wir mal, weiss nicht, weiss nich, weiss ich nicht, weiss ich nich, weiss ich noch nicht, \
ich weiss nicht, ich weiss es nicht, ich weiss es noch nicht, ich weiss noch nicht, ich weiss nicht genau, keine ahnung, ka, kp, k a, \
kein plan, keinen plan, hab keine ahnung, habe keine ahnung, ich habe keine ahnung, ich hab keine ahnung, hab keinen plan, \
null ahnung, nicht sicher, nicht ganz sicher, bin nicht sicher, bin mir nicht sicher, bin nicht ganz sicher, ich bin nicht sicher, \
ich bin mir nicht sicher, ich bin mir nicht ganz sicher, ich bin mir noch nicht sicher, bin mir noch nicht sicher, unsicher, \
bin unsicher, ich bin unsicher, kann ich nicht sagen, kann ich noch nicht sagen, kann ich so nicht sagen, das kann ich nicht sagen, \
das weiss ich nicht, das weiss ich noch nicht, das weiss ich leider nicht, keine meinung, egal, mir egal, ist mir egal, \
das ist mir egal, ganz egal, mir gleich, ist mir gleich, ist mir wurscht, mir wurscht, wurscht, spielt keine rolle, \
das spielt keine rolle, kommt drauf an, kommt darauf an, das kommt drauf an, das kommt darauf an, es kommt drauf an, je nachdem, \
hangt davon ab, haengt davon ab, das hangt davon ab, moglich, moeglich, kann sein, konnte sein, koennte sein, mag sein, teils teils, \
teilweise, sowohl als auch, schwer zu sagen, schwierig, gute frage, ich habe eine frage, ich hab eine frage, hab eine frage, \
hatte eine frage, ich hatte noch eine frage, ich hab noch eine frage, noch eine frage, habe noch fragen, ich habe ein problem, \
ich hab ein problem, ich verstehe nicht, ich verstehe die frage nicht, verstehe ich nicht, versteh ich nicht, verstehe nicht, \
versteh nicht, nicht verstanden, ich habe nicht verstanden, das verstehe ich nicht, das habe ich nicht verstanden, \
mochte ich nicht sagen, moechte ich nicht sagen, das mochte ich nicht sagen, das sage ich nicht, sag ich nicht, keine angabe, \
keine angaben, dazu sage ich nichts, geht sie nichts an, weiss gerade nicht, ich uberlege noch, ich ueberlege noch, \
muss ich noch uberlegen, muss noch uberlegen, muss ich uberlegen, moment, einen moment, moment mal, momentchen, warte, warte mal, \
warten sie, sekunde, nicht so schnell, ja aber nein, ja ne, ja nee, eigentlich, eigentlich schon aber, gut dass, gut zu wissen, \
sicher ist sicher, klar ist, genau das ist, kein problem mit, ich finde nicht, ich kann nicht finden, ich finde keine, nicht jetzt, \
jetzt nicht, ich erinnere mich nicht, keine erinnerung, ja was, ja wie, ja wann, ja wo, ja wer, richtig ist, richtig ware, \
richtig waere, richtig heisst, richtig muss, ne frage, ne andere frage, ne kleine frage, ja moment, ja warte, ja vielleicht, \
ja mal sehen, gerne aber, wie bitte, bitte was, was bitte, bitte wie",
    yes: "ja, jaa, jap, jep, jepp, jup, jupp, jo, joa, joar, jou, jawohl, jawoll, jaja, ja ja, ja klar, ja gern, ja gerne, ja bitte, \
ja sicher, ja doch, ja passt, aber ja, aber klar, aber sicher, aber naturlich, aber natuerlich, aber gerne, aber gern, oh ja, na klar, \
naklar, na klaro, klar, klaro, klar doch, ja logisch, logisch, logo, logen, na logo, sicher, sicher doch, ganz sicher, sicherlich, \
na sicher, naturlich, natuerlich, naturlich gerne, natuerlich gerne, selbstverstandlich, selbstverstaendlich, selbstredend, gewiss, \
auf jeden fall, aufjedenfall, auf jeden, auf alle falle, auf alle faelle, unbedingt, definitiv, genau, genau so, genauso, ganz genau, \
exakt, stimmt, stimmt so, stimmt genau, stimmt alles, alles stimmt, das stimmt, das stimmt so, das stimmt alles, so stimmts, \
so stimmt es, so stimmt das, so ist es, so isses, so ist das, so sieht es aus, so siehts aus, richtig, richtig so, ganz richtig, \
alles richtig, ist richtig, das ist richtig, ist alles richtig, das ist alles richtig, es ist alles richtig, das ist so richtig, \
korrekt, alles korrekt, ist korrekt, das ist korrekt, ist alles korrekt, das ist alles korrekt, passt, passt so, passt alles, \
passt genau, passt perfekt, passt gut, passt super, passt mir, passt mir gut, passt fur mich, passt fuer mich, das passt, \
das passt so, das passt mir, das passt mir gut, das passt alles, es passt, es passt so, es passt alles, alles passt, so passt es, \
so passts, so passt das, passt schon, basst, basst scho, okay, ok, oki, okidoki, okee, okey, okeh, okay gut, ok gut, ok danke, \
ok passt, in ordnung, ist in ordnung, das ist in ordnung, geht in ordnung, das geht in ordnung, alles in ordnung, alles klar, \
alles gut, alles bestens, alles ok, alles okay, alles prima, alles super, alles tutti, einverstanden, bin einverstanden, \
ich bin einverstanden, damit bin ich einverstanden, bin damit einverstanden, ich bin damit einverstanden, bin dabei, ich bin dabei, \
bin dafur, ich bin dafur, gebongt, abgemacht, gern, gerne, sehr gern, sehr gerne, furchtbar gern, liebend gern, liebend gerne, \
mit vergnugen, mit vergnuegen, von mir aus, meinetwegen, wenn es sein muss, na gut, nagut, na dann, na schon, na schoen, also gut, \
also ja, also schon ja, schon ja, doch doch, doch ja, doch klar, doch naturlich, eh klar, freilich, jo eh, ich denke schon, \
denke schon, denk schon, ich denk schon, ich denke ja, denke ja, ich glaube schon, glaube schon, glaub schon, ich glaub schon, \
ich glaube ja, glaube ja, ich meine ja, ich hoffe ja, hoffentlich ja, wahrscheinlich ja, vermutlich ja, ich schatze ja, schatze schon, \
wohl ja, ich sagte ja, ich sage ja, sag ich doch, ich hab ja gesagt, ich habe ja gesagt, hab ja gesagt, ich stimme zu, stimme zu, \
stimme ich zu, ich stimme dem zu, dem stimme ich zu, ich willige ein, willige ein, ich akzeptiere, akzeptiere, akzeptiere ich, \
ich akzeptiere das, ich bestatige, ich bestaetige, bestatige, bestaetige, bestatige ich, hiermit bestatige ich, ich erlaube es, \
ich erlaube das, erlaube ich, zugestimmt, genehmigt, habe nichts dagegen, hab nichts dagegen, ich habe nichts dagegen, \
ich hab nichts dagegen, nichts dagegen, spricht nichts dagegen, da spricht nichts dagegen, keine einwande, keine einwaende, \
kein einwand, kein thema, kein problem, kein ding, keine frage, keine bedenken, null problem, null problemo, warum nicht, wieso nicht, \
wieso auch nicht, warum auch nicht, mach das, machen sie das, mach es, machs, mach mal, machen wir, machen wir so, so machen wir das, \
so machen wir es, machen wir das so, das machen wir, dann machen wir das, tun sie das, los gehts, auf gehts, legen sie los, leg los, \
nur zu, weiter so, weiter gehts, weitermachen, fortfahren, fahren sie fort, bitte fortfahren, bitte weiter, bitte abschicken, \
schick ab, schicks ab, schicken sie es ab, schick es ab, schicken sie sie ab, bitte schicken, bitte absenden, bitte senden, \
senden sie es, sende es, bitte einreichen, reichen sie es ein, bitte buchen, buch das, buchen sie das, buch es, bitte eintragen, \
trag ein, tragen sie ein, tragen sie es ein, tragen sie mich ein, bitte reservieren, bitte bestellen, bitte speichern, ja speichern, \
das durfen sie, das duerfen sie, klingt gut, klingt super, klingt prima, hort sich gut an, hoert sich gut an, das klingt gut, \
sieht gut aus, sieht richtig aus, das sieht gut aus, sieht prima aus, wunderbar, perfekt, perfekt so, prima, bestens, hervorragend, \
ausgezeichnet, das ware super, das waere super, das ware toll, das waere toll, das ware gut, das waere gut, das ware schon, \
das waere schon, das ware nett, das waere nett, das ware prima, ware super, waere super, ware schon, ware toll, waere toll, \
das wurde ich gerne, yes, yep, yeah, yup, yo, aye, mhm, mmh, hm ja, hmm ja, geht klar, das geht klar, das klappt, das haut hin, \
haut hin, das habe ich, das hab ich, das kann ich, das bin ich, das ist so, is so, trifft zu, das trifft zu, zutreffend, \
fur mich passts, fur mich ok, fur mich in ordnung, fuer mich ok, ist ok, ist okay, das ist ok, das ist okay, ist gut, ist gut so, \
das ist gut, das ist gut so, gut so, so ist gut, so ist es gut, das nehme ich, ich nehme es, ich nehme an, stimmt schon, stimmt doch, \
ja das stimmt, her damit, immer her damit, immer doch, immer gerne, kann losgehen, kanns losgehen, no problem, \
ich habe keine einwande, ich habe keine einwaende, habe keine einwande, habe keine einwaende, hab keine einwande, \
ich habe keine bedenken, habe keine bedenken, hab keine bedenken, ich habe kein problem damit, ich hab kein problem damit, \
habe kein problem damit, hab kein problem damit, kein problem damit, doch gerne, doch gern, doch bitte, bitte machen, ich finds gut, \
find ich gut, finde ich gut, gefallt mir, gefaellt mir, das gefallt mir, tiptop, tip top, tipp topp, 1a, so ists recht, \
so ist es recht, yessss, jes, jawoll ja",
    yes_or_statement: "ich habe, ich hab, habe einen, hab einen, habe eine, hab eine, habe ein, hab ein, ich kann, wir haben, \
habe schon, hab schon, ich habe schon, na gut dann",
    yes_at_end: "j, y, k, kk, jo mei, bitte, bitte gerne, bitte ja, bitte sehr, super danke, schon gut, gut danke, danke ja, \
danke gern, gut dann, recht so, mir recht, ist mir recht, soll mir recht sein, wahr, das ist wahr, ist wahr, fertig, erledigt, \
verstanden, bestatigt, bestaetigt, bestatigen, akzeptieren, akzeptiert, zustimmen, positiv, cool, nice, geil, mega, krass, fett, \
meine ich, denke ich, glaube ich, glaub ich, schatze ich, hoffe ich, freut mich, abgeschickt, mach ich, mache ich, tue ich, immer, \
schiess los, na dann los, deal, go, los dann, cool danke, wir auch, ich auch, si, oui, sure, of course, affirmativ, ja eben, eben, \
durfen sie gerne, durfen sie gern, konnen sie, koennen sie, konnen sie gerne, kannst du, kannst du gerne, konnen sie machen, \
kannst du machen, konnen sie speichern, durfen sie speichern, darfst du speichern, will ich haben, brauche ich, brauch ich, buchen, \
bestellen, speichern, senden, schicken, absenden, abschicken, einreichen, reservieren, eintragen, mach, machen sie, geht, geht so, \
klappt, bin ich, hab ich, habe ich, kann ich, mochte ich, moechte ich, will ich, ist es, ist so, weiter, super, supi, toll, top, fein, \
spitze, eh, los, doch, total, absolut, schicken sie ab, nehme ich, nehm ich, tu das, buchen sie, soll es sein, soll so sein, das geht, \
darfst du, durfen sie, duerfen sie, sie durfen, sie duerfen, wurde ich gerne, das will ich, das mochte ich, das moechte ich, gut, \
schon, ich will, ich mochte, ich moechte, ich wurde gerne, ich wuerde gerne",
    no: "passt mir leider nicht, passt mir gar nicht, passt mir so nicht, passt mir nicht so gut, passt mir nicht gut, passt nicht so gut, \
passt es nicht, passt es mir nicht, passt bei mir nicht, geht es nicht, geht es leider nicht, geht bei mir nicht, geht bei mir leider nicht, \
klappt bei mir nicht, klappt es nicht, das passt mir leider nicht, das geht bei mir nicht, das klappt leider nicht, geht mir zu schnell, \
ist mir zu teuer, das ist mir zu teuer, zu teuer, nein, neein, nain, nein danke, ne, nee, noe, no, nein nein, ne danke, nee danke, no danke, noo, nope, nah, naa, \
nein bitte nicht, oh nein, ach nein, ach nee, ach ne, aber nein, nicht doch, nein doch nicht, auf keinen fall, aufkeinenfall, \
auf gar keinen fall, keinesfalls, keineswegs, niemals, nie, nie im leben, nicht im geringsten, im leben nicht, bloss nicht, ja nicht, \
lieber nicht, lieber nein, besser nicht, eher nicht, eher nein, wohl nicht, wohl kaum, wohl eher nicht, kaum, noch nicht, noch nie, \
bisher nicht, bis jetzt nicht, leider nicht, leider nein, leider keine, leider keinen, leider kein, leider noch nicht, nicht wirklich, \
eigentlich nicht, uberhaupt nicht, ueberhaupt nicht, gar nicht, garnicht, ganz und gar nicht, absolut nicht, definitiv nicht, \
sicher nicht, bestimmt nicht, gewiss nicht, naturlich nicht, natuerlich nicht, selbstverstandlich nicht, selbstverstaendlich nicht, \
klar nicht, auch nicht, nicht ganz, nicht richtig, nicht korrekt, nicht direkt, nicht unbedingt, nicht notig, nicht noetig, \
ist nicht notig, das ist nicht notig, nicht mehr, nicht dass ich wusste, nicht dass ich wuesste, nicht mit mir, vergiss es, \
vergessen sie es, kommt nicht in frage, kommt nicht infrage, das kommt nicht in frage, stimmt nicht, stimmt so nicht, \
stimmt gar nicht, das stimmt nicht, das stimmt so nicht, das stimmt gar nicht, das stimmt leider nicht, stimmt leider nicht, \
passt nicht, passt so nicht, passt mir nicht, passt leider nicht, passt gar nicht, das passt nicht, das passt so nicht, \
das passt mir nicht, das passt leider nicht, es passt nicht, es stimmt nicht, ist nicht richtig, das ist nicht richtig, \
ist nicht korrekt, das ist nicht korrekt, das ist nicht wahr, ist falsch, das ist falsch, falsch, leider falsch, ist verkehrt, \
verkehrt, geht nicht, das geht nicht, geht leider nicht, das geht leider nicht, geht gar nicht, geht so nicht, klappt nicht, \
das klappt nicht, klappt leider nicht, so nicht, nicht so, nicht okay, nicht ok, ist nicht ok, nicht in ordnung, nicht einverstanden, \
bin nicht einverstanden, ich bin nicht einverstanden, damit bin ich nicht einverstanden, ich bin damit nicht einverstanden, \
bin dagegen, ich bin dagegen, ich stimme nicht zu, stimme nicht zu, stimme ich nicht zu, dem stimme ich nicht zu, \
ich willige nicht ein, ich akzeptiere nicht, ich akzeptiere das nicht, akzeptiere ich nicht, ich bestatige nicht, ich lehne ab, \
lehne ab, lehne ich ab, das lehne ich ab, ich lehne das ab, abgelehnt, ich widerspreche, ich verweigere, ich weigere mich, verweigert, \
ich mochte nicht, ich moechte nicht, ich mochte das nicht, ich moechte das nicht, mochte ich nicht, moechte ich nicht, \
das mochte ich nicht, das moechte ich nicht, ich mag nicht, mag ich nicht, ich will nicht, ich will das nicht, will ich nicht, \
das will ich nicht, ich wurde lieber nicht, wurde ich lieber nicht, ich denke nicht, denke nicht, denk nicht, denke ich nicht, \
ich denke nein, ich glaube nicht, glaube nicht, glaub nicht, ich glaub nicht, glaube ich nicht, glaub ich nicht, ich furchte nicht, \
ich furchte nein, furchte nicht, ich sagte nein, ich sage nein, ich habe nein gesagt, ich hab nein gesagt, wahrscheinlich nicht, \
vermutlich nicht, voraussichtlich nicht, hoffentlich nicht, ich hoffe nicht, vielleicht nicht, vielleicht besser nicht, \
ich habe keine, ich hab keine, ich habe keinen, ich hab keinen, ich habe kein, ich hab kein, ich habe noch keine, \
ich habe noch keinen, ich habe noch kein, hab keinen, hab keine, hab kein, habe keinen, habe keine, habe kein, hab ich nicht, \
habe ich nicht, hab ich noch nicht, habe ich noch nicht, hab ich leider nicht, habe ich leider nicht, wir haben keine, \
wir haben keinen, wir haben kein, hatte ich nie, kann ich nicht, ich kann nicht, kann ich leider nicht, das kann ich nicht, \
darf ich nicht, ich darf nicht, bin ich nicht, ich bin nicht, bin ich leider nicht, brauche ich nicht, brauch ich nicht, \
brauche nicht, ich brauche nicht, ich brauche keine, ich brauche keinen, ich brauche kein, brauchen wir nicht, wir brauchen nicht, \
kein bedarf, kein interesse, keine lust, nix da, nichts da, nicht speichern, bitte nicht speichern, nichts speichern, \
bitte nichts speichern, nicht aufbewahren, nicht abschicken, bitte nicht abschicken, nicht senden, bitte nicht senden, bitte nicht, \
nicht schicken, nicht absenden, nicht buchen, bitte nicht buchen, mach das nicht, machen sie das nicht, tun sie das nicht, \
speichern sie nichts, speichern sie nicht, speichere nichts, momentan nicht, im moment nicht, zurzeit nicht, zur zeit nicht, \
aktuell nicht, gerade nicht, heute nicht, diesmal nicht, trifft nicht zu, das trifft nicht zu, nicht zutreffend, ist nicht so, \
ist es nicht, das ist nicht so, ist nicht gut, das ist nicht gut, klingt nicht gut, find ich nicht gut, finde ich nicht gut, verloren, \
mitnichten, von wegen, denkste, vergiss es bitte, nimmer, nein das war falsch, eher ungern, ungern, ohne mich, nicht gewunscht, \
nicht gewuenscht, nicht erwunscht, nicht erwuenscht, danke nein, danke nicht, danke lieber nicht, doch nicht, na dann nicht, \
dann nicht, dann lieber nicht, dann eben nicht, eh nicht, total falsch, absolut falsch, vollig falsch, komplett falsch, alles falsch, \
ist alles falsch, das ist alles falsch, gefallt mir nicht, das gefallt mir nicht, gefaellt mir nicht, noe danke, eher weniger",
    no_at_end: "n, nicht, kein, keine, keinen, keiner, keins, keines, nichts, nix, gar keine, gar keinen, gar keins, uberhaupt keine, \
ueberhaupt keine, noch keine, noch keinen, noch keins, negativ, negativo, ablehnen, unwahr, ist unwahr, non, inkorrekt, unrichtig, \
ungultig, ohne, quatsch, unsinn, blodsinn, bloedsinn, nein sag ich, njet, danke der nachfrage",
    no_or_statement: "nichts, nix, keine, keins, kein, stimmt nicht, das stimmt nicht, das ist falsch, falsch, das ist nicht, \
das passt nicht",
    fillers: "bitte, also, hm, hmm, hmmm, mh, ah, aha, ach, ahm, aehm, oh, uh, puh, tja, na, nun, naja, hallo, hi, hey, moin, servus, \
guten, tag, morgen, abend, sorry, entschuldigung, entschuldige, verzeihung, danke, vielen, dank, dankeschon, dankeschoen, leider, und, \
aber, ehrlich, gesagt, glucklicherweise, gluecklicherweise, zum, gluck, wirklich, dann, da, jetzt, lol, haha, hehe, super, toll, echt, \
boah, ey, mensch, alter, nochmal, wie",
    chained: "gut, genau, richtig, super, prima, klar, fein, toll, top, perfekt, okay, ok, oki, stimmt, passt, alles klar, bitte, \
schon, cool",
    no_reservation: "aber nur dafur, aber nur dafuer, nur dafur, nur dafuer, aber nur fur diesen zweck, aber nur fuer diesen zweck, \
nur fur diesen zweck, nur fuer diesen zweck, aber nur zu diesem zweck, nur zu diesem zweck, aber nur hierfur, nur hierfur, \
nur hierfuer, aber nur dazu, kein problem, gar kein problem, kein thema, kein ding, keine einwande, keine einwaende, kein einwand, \
keine bedenken, nichts dagegen, ich habe nichts dagegen, habe nichts dagegen, hab nichts dagegen, warum nicht, warum auch nicht, \
wieso nicht, keine frage, ohne bedenken, ohne weiteres, ohne probleme, aber gern, aber gerne, aber naturlich, aber natuerlich, \
aber sicher, aber klar, nicht wahr, nur zu, da spricht nichts dagegen, spricht nichts dagegen",
    doubts: "weiss nicht, weiss nicht genau, weiss ich nicht, ich weiss nicht, keine ahnung, bin nicht sicher, bin mir nicht sicher, \
nicht sicher, nicht ganz sicher, unsicher, vielleicht, vielleicht auch nicht, oder auch nicht, oder doch nicht, und nein, oder nein, \
ka, kp, mal sehen, mal schauen, oder so, eventuell, evtl, jein",
    after_doubt: "noch, genau, so, ehrlich",
    reservations: "aber, jedoch, allerdings, nur, ausser, sofern, falls, wenn, solange, bis, bevor, erst, stattdessen, lieber, \
sondern, warte, warten, moment, obwohl, trotzdem, doch, nicht, kein, keine, keinen, nie, niemals, nein, ohne, unter, bedingung, \
vorausgesetzt, eigentlich, vorher, statt, anstatt",
};
