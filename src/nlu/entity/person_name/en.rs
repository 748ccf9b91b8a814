//! English names and what stands around them.

use super::Words;

pub(in super::super) static WORDS: Words = Words {
    capital_nouns: false,
    strong_cues: &[
        "my name is",
        "my names",
        "my full name is",
        "the name is",
        "the right name is",
        "the correct name is",
        "the names",
        "my first name is",
        "my last name is",
        "my surname is",
        "my family name is",
        "name is",
        "names",
        "i am called",
        "im called",
        "i am named",
        "im named",
        "call me",
        "calls me",
        "youre talking to",
        "you are talking to",
        "you can call me",
        "i go by",
        "people call me",
        "name",
    ],
    bare_cues: &["name", "names"],
    after_cue: &["is", "actually", "just"],
    weak_cues: &["i am", "im", "this is", "here is"],
    never_after: "",
    is_plural: |_| false,
    goes_on: &["and", "speaking", "here", "from"],
    openings: &[
        "its",
        "it is",
        "um",
        "uh",
        "uhm",
        "er",
        "erm",
        "hm",
        "hmm",
        "well",
        "ok",
        "okay",
        "sure",
        "yes",
        "of course",
        "so",
        "hi",
        "hello",
        "hey",
        "that would be",
        "thats",
        "that is",
        "im",
        "i am",
        "oh",
        "no",
        "nope",
        "sorry",
        "actually",
    ],
    small_cues: &[
        "its",
        "it is",
        "thats",
        "that is",
        "put",
        "just put",
        "put down",
        "just put down",
        "put me down as",
        "write",
        "just write",
        "write down",
        "signed",
        "regards",
        "kind regards",
        "best regards",
        "warm regards",
        "with kind regards",
        "best wishes",
        "sincerely",
        "yours sincerely",
        "yours faithfully",
        "cheers",
    ],
    small_cues_inside: &["told you its", "told you it is", "told you thats", "told you", "i said its", "i said it is"],
    titles: &["mr", "mister", "mrs", "ms", "mx", "miss", "dr", "prof", "professor"],
    endings: &[
        "please",
        "here",
        "thanks",
        "thank you",
        "speaking",
        "thx",
        "pls",
        "plz",
        "btw",
        "tbh",
        "i said",
        "i told",
        "i already",
        "as i said",
        "like i said",
        "as i told",
    ],
    and: "and",
    articles: "",
    function: "a about above after again all already also always am an and another any anybody anyone anything anyway are arent as ask \
at back be because been before being but by can cancel cannot cant chat choose could couldnt did didnt do does doesnt doing done dont \
each else ever every everyone everything few for forget from get give go goes going gonna good goodbye got gotta had happy has hasnt have \
havent having hello help her here hers hey hi him his how human i id if ill im in incomplete incorrect instead into is isnt it its ive job just know later least \
less let lets like look looking made make many maybe me mean meant missing misspelled misspelt more most much must my myself need needed neither never next no none \
nope nor not nothing now of off ok okay on one only or other our out over own perhaps please probably privacy private question quit rather really \
repeat restart right said same say secret see send shall she should since skip so some somebody someone something sorry sort speaking start stop \
sure take talk tell than thank thanks that thats the their them then there these they thing think this those though to today u ur \
tomorrow too tonight try two under unknown until up upon us use used very want wanted was wasnt wait we well went were what whatever whats when whenever \
where which who whom whose why with without wont would wouldnt wrong yeah yep yes yesterday yet you your yours yourself \
monday tuesday wednesday thursday friday saturday sunday january february november december october september \
btw fyi plz pls tbh thx",
    description: "able abroad absolutely accountant active actually afraid allowed alone american amazing angry anxious applicant \
applying asking assistant available aware awful bad barista bartender based better between bored brilliant british broke busy buying \
calling candidate careful carpenter certain certified chatting chef chinese citizen cleaner cold coming confused contacting cook cool \
courier crazy currently curious customer danish dead delighted desperate developer different disabled disappointed doctor driver dutch eager \
electrician employed engineer english enjoying enough excited exhausted experienced family far feeling female fine finished first fit \
flexible fluent following free french freelance fresh full german getting glad graduate grateful great greek guessing guest guilty hard \
having heading hearing helping hired home homeless hoping hot hungry hurt ill immediately important impossible impressed indian inquiring interested \
irish italian japanese jobless keen late lawyer leaving legal licensed listening living local lonely lost loving mad male manager married mechanic \
member messaging moving native nervous new nice nurse offering old older online open our owner part partially patient perfectly pensioner person \
planning pleased plumber polish portuguese positive pregnant pretty proud qualified quite ready receptionist reaching registered \
relocating responsible retired romanian running russian sad safe salesman satisfied scared searching self selling seeking \
serious shocked short sick single skilled sleepy slow smart spanish speaking spelled spelt still stuck student studying supposed surprised swedish \
swiss talking teacher temporarily terrible terribly thankful thinking tired torn totally training trained trucker trying turkish ukrainian unable \
undecided unemployed unhappy unimportant unsure urgent unwell upset vegan vegetarian visiting waiter waiting waitress warehouse welder willing wondering worker working worried \
worrying writing year years yet young younger \
accept agree agreed approve confirm consent decline disagree refuse understand understood annoyed annoying awesome disgusted disgusting \
excellent fantastic frustrated frustrating horrible outrageous perfect ridiculous unacceptable useless wonderful",
    surname: "barista carpenter cook english french hope hurt keen new sad self short smart swiss teacher turkish waiter young",
    topic: "booking cell fon fone mob ref reference tel whatsapp account address anonymous anonymously answer application applications apply attached attachment bot bots bye call chatbot \
company computer contact contract contracts cv data date delete dunno email emails error form fulltime holiday holidays hours huh idk interview \
jobs joke later lol mail message messages mobile money nonsense notice number numbers nobody optional overtime pardon parttime pass pay payment pension \
permit personal phone position positions protection questions rate regards resume robot role roles salary sales schedule security shift shifts spam \
spelling stupid support team telephone time times trial uniform vacancies vacancy visa wage wages website week weeks weekend weekends month months \
wishes working wtf",
    moment: "asap immediately immediatly imediately anytime rightaway straightaway",
    lookalike: "about after alter angel angle beach below board boots bread break chair chairs cheap check chief cleaned clear clears \
clock cleaver color coolest could count course cousin crook daily dairy diver divers drive driven drives dress earth enter every field fight first flight floor \
forty found fruit great green guess guest guide heart heavy horse hours house large later learn least leave light lunch manor match means meant \
might money month mouse mouth muse never night nights north nurses offer order other party peace peach phone piece place plain plane plant \
plate price pride prize purse quiet quite reach ready right river rivers round sales salon sells shade shape share sharp sheep sheet ship shirt \
shoes shook shop short should skill sleep small smell solid sound south space speak spell spend staff stage stand start state \
stay steal steel still stock store storm story stuff sugar sweet table taste teach teachers thank their there these thing think third those three tired \
toast today touch tough tower train treat trial trick trust under until usage visit voice wages wait waist waste watch water where which while \
white whole whose within woman women would write writer writers wrote yours",
    is_command: |folded| super::has("contact email mail phone ring text reach write", folded),
    is_participle,
    is_verb_or_adverb: |folded| folded.len() > 5 && (folded.ends_with("ing") || folded.ends_with("ally") || folded.ends_with("ely")),
};

/// "misspelled", but neither "mohammed" nor "alfred".
fn is_participle(folded: &str) -> bool {
    folded.len() > 5 && folded.ends_with("ed") && !folded.ends_with("med") && !folded.ends_with("fred")
}
