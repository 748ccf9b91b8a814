//! The question in an utterance that says something else beside: "Ada Lovelace, and do you pay overtime?"
//!
//! By form only: sentences and clauses, question marks and, in languages with a table, the words that questions begin with. What it
//! asks is for the classifier to say, on the question alone.

use std::ops::Range;

use crate::domain::Language;

/// The words around questions in one language, in small letters, without apostrophes.
struct Words {
    code: &'static str,
    /// Words that a question begins with.
    beginnings: &'static str,
    /// Such that begin statements, too: they ask in a sentence with a question mark only.
    marked_beginnings: &'static str,
    /// Phrases that ask without the form of a question.
    phrases: &'static [&'static str],
    /// Words between two things said; they belong to neither.
    between: &'static str,
    /// Those of them that nothing told ends with.
    joints: &'static [&'static str],
    /// Those before which a clause ends.
    clauses: &'static [&'static str],
}

static LANGUAGES: [Words; 5] = [
    Words {
        code: "en",
        beginnings: "what whats which who whos whom whose when where wheres why how hows is isnt are arent am was were do does dont doesnt did \
didnt can cant could couldnt may might will wont would wouldnt shall should have has hasnt havent had wen wot wots wat wats wich wher wheres hw",
        marked_beginnings: "",
        phrases: &["tell me", "i wonder", "i was wondering", "i would like to know", "id like to know", "i want to know", "any idea"],
        between: "and but also or so oh ok okay btw plus then well just by the way please",
        joints: &["and", "but", "also", "or", "so", "plus", "btw"],
        clauses: &["and", "but", "also", "btw"],
    },
    Words {
        code: "de",
        beginnings: "was wer wen wem wessen wann wo woher wohin wie wieso weshalb warum welche welcher welches welchen welchem wieviel wieviele wozu womit wofür \
wofuer worum woran kannst können koennen konnen könnt könntest könnten koennten darf dürfen duerfen gibt gibts habt hast seid",
        marked_beginnings: "ist sind kann könnte koennte muss müssen muessen haben hat macht machen nehmt nehmen bietet bieten kostet kosten dauert geht gehts braucht brauche \
brauchen werden wird soll sollte sollen bin habe hab hätte haette hätten haetten bekomme bekommt krieg kriege kriegt bringt liefert liefern verkauft repariert reparieren öffnet \
oeffnet schließt schliesst arbeitet arbeiten speichert speichern nimmt akzeptiert akzeptieren lohnt reicht stimmt passt ginge wäre waere würde wuerde würden sprecht sprechen spricht \
funktioniert zahlt zahle zahlen steht stehen kommt komme fällt faellt",
        phrases: &[
            "ich wollte fragen",
            "ich wollte wissen",
            "ich wollte mal fragen",
            "wollte fragen",
            "ich würde gern wissen",
            "ich würde gerne wissen",
            "würde gern wissen",
            "würde gerne wissen",
            "ich möchte wissen",
            "ich frage mich",
            "mich würde interessieren",
            "können sie mir sagen",
            "sagen sie mir",
            "sag mir",
            "wissen sie",
            "weißt du",
            "eine frage",
        ],
        between: "und aber auch oder so oh ok okay ach dann also ja nein übrigens uebrigens nebenbei bitte entschuldigung sorry außerdem ausserdem noch mal eigentlich denn hallo",
        joints: &["und", "aber", "auch", "oder", "außerdem", "ausserdem", "übrigens", "noch"],
        clauses: &["und", "aber", "außerdem", "ausserdem", "übrigens"],
    },
    Words {
        code: "it",
        beginnings: "che cosa cosè cose come comè quando quanto quanta quanti quante quale quali qual chi dove dovè perché perche",
        marked_beginnings: "posso possiamo puoi può puo potete potrei potresti potreste si cè ce ci avete hai offrite pagate date fate accettate \
assumete cercate devo dobbiamo dovrei bisogna serve servono è sono ho avrò avrei riceverò lavorerò sarò",
        phrases: &[
            "dimmi",
            "mi dica",
            "mi dici",
            "ditemi",
            "vorrei sapere",
            "volevo sapere",
            "mi chiedo",
            "mi chiedevo",
            "sapete dirmi",
            "sai dirmi",
        ],
        between: "e ed ma anche o oppure quindi oh ok okay allora poi beh inoltre a proposito per favore scusa scusi scusate",
        joints: &["e", "ed", "ma", "anche", "o", "oppure", "inoltre", "poi"],
        clauses: &["e", "ed", "ma", "inoltre"],
    },
    Words {
        code: "fr",
        beginnings: "quel quelle quels quelles comment combien pourquoi où quest estce kel kelle pk pkoi pourkoi",
        marked_beginnings: "que qui quoi quand ou puis peut peux pouvez pourrais pourriez pourrait avez as a y ya il ils elle cest est êtes etes es sont sera serait vous tu je jai on nous faut dois doit devez devons faites fait faut proposez prenez acceptez offrez payez cherchez serai aurai ai-je ce ça ca",
        phrases: &[
            "à quelle heure",
            "a quelle heure",
            "à quel",
            "à partir de quelle",
            "de quelle heure",
            "jusquà quelle",
            "jusqua quelle",
            "depuis quand",
            "est ce que",
            "est ce quil",
            "est ce quon",
            "cest quoi",
            "cest combien",
            "cest où",
            "ça coûte combien",
            "ca coute combien",
            "dites moi",
            "dis moi",
            "je voudrais savoir",
            "jaimerais savoir",
            "je voulais savoir",
            "je souhaite savoir",
            "je me demande",
            "je me demandais",
            "savez vous",
            "pouvez vous me dire",
            "y a t il",
        ],
        between: "et mais aussi ou donc ok okay oh ah alors puis ben bon au fait sinon pardon svp dailleurs",
        joints: &["et", "mais", "aussi", "ou", "puis", "sinon", "donc"],
        clauses: &["et", "mais", "sinon"],
    },
    Words {
        code: "es",
        beginnings: "qué cuál cual cuáles cuándo cuánto cuanto cuánta cuanta cuántos cuantos cuántas cuantas cómo quién quién quiénes dónde adónde xq",
        marked_beginnings: "que quien cuando como donde por puedo podemos puede pueden puedes podéis podría podria podrían podrían hay tienen tiene tienes tenéis es son está esta están están debo debemos debería deberia necesito hace hacen aceptan acepta ofrecen pagan dan buscan sirven cobran abren cierran tengo se me sabe sabes va van será sera hago hacéis y",
        phrases: &[
            "a qué hora",
            "a que hora",
            "a qué",
            "de qué",
            "en qué",
            "desde cuándo",
            "hasta qué hora",
            "hasta cuándo",
            "por qué",
            "para qué",
            "dígame",
            "digame",
            "dime",
            "quería saber",
            "queria saber",
            "quisiera saber",
            "me gustaría saber",
            "me gustaria saber",
            "quiero saber",
            "me pregunto",
            "me preguntaba",
            "sabe usted",
            "me puede decir",
            "puede decirme",
            "me podría decir",
        ],
        between: "y e pero también tambien o u entonces ok okay oh ah ay pues bueno vale luego además ademas perdone perdón disculpe por cierto porfa",
        joints: &["y", "e", "pero", "también", "tambien", "o", "además", "ademas", "luego"],
        clauses: &["y", "e", "pero", "además", "ademas"],
    },
];

/// The fewest words of a question; a question mark makes up for one.
const FEWEST_WORDS: usize = 3;

/// An utterance in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// What is left without the question.
    pub rest: String,
    /// The question.
    pub question: String,
}

/// All ways to take one question out of an utterance that says something else, the likeliest first.
pub fn splits(text: &str, language: &Language) -> Vec<Split> {
    let known = LANGUAGES.iter().find(|words| words.code == language.as_str());
    let mut splits = Vec::new();
    for sentence in sentences(text) {
        let (inner, mut whole) = known.map(|known| known.clauses(text, &sentence)).unwrap_or_default();
        // Without the words of questions, the mark alone tells; and so it does where questions have the form of statements.
        if known.is_none_or(|known| !known.marked_beginnings.is_empty()) && is_marked(text, &sentence) {
            whole = Some(sentence.start);
        }
        for start in inner.into_iter().chain(whole) {
            splits.extend(split(text, start..sentence.end, known));
        }
    }
    splits
}

/// Sentences end with a mark before a space, or with a dash between spaces.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, mark)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let free = next.is_none_or(char::is_whitespace);
        let dash = matches!(mark, '-' | '–' | '—') && free && text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
        if mark == '\n' || dash || matches!(mark, '.' | '!' | '?' | '？' | '؟' | ';' | '…') && free {
            sentences.push(start..at + mark.len_utf8());
            start = at + mark.len_utf8();
        }
    }
    sentences.push(start..text.len());
    sentences.retain(|sentence| text.get(sentence.clone()).is_some_and(|sentence| !sentence.trim().is_empty()));
    sentences
}

impl Words {
    /// Where in a sentence a question can begin: behind a comma or "and", and at its very start.
    fn clauses(&self, text: &str, sentence: &Range<usize>) -> (Vec<usize>, Option<usize>) {
        let words = words(text, sentence);
        let marked = is_marked(text, sentence);
        let mut inner = Vec::new();
        let mut whole = None;
        let mut statements = Vec::new();
        let lead = words.iter().take_while(|word| self.is_between(&folded(text, word))).count();
        for (index, word) in words.iter().enumerate().filter(|(index, _)| *index == 0 || *index > lead) {
            let previous = index.checked_sub(1).and_then(|before| words.get(before));
            let gap = previous.and_then(|previous| text.get(previous.end..word.start)).unwrap_or_default();
            let joins = self.clauses.contains(&folded(text, word).as_str());
            // An address is a whole by itself: "ada@posta.example what are the hours".
            let begins = gap.contains([',', ':', '(']) || joins || is_address(text, sentence.start, word.start);
            if (previous.is_none() || begins) && self.asks(text, words.get(index..).unwrap_or_default(), marked) {
                match previous {
                    Some(_) => inner.push(word.start),
                    None => whole = Some(sentence.start),
                }
            } else if marked && joins && gap.contains(',') && !self.marked_beginnings.is_empty() {
                // ", e gli straordinari li pagate?" has the form of a statement.
                statements.push(word.start);
            }
        }
        inner.extend(statements);
        (inner, whole)
    }

    /// Whether words begin like a question, after words that only lead to it.
    fn asks(&self, text: &str, words: &[Range<usize>], marked: bool) -> bool {
        let plain: Vec<String> = words.iter().map(|word| folded(text, word)).collect();
        let lead = plain.iter().take_while(|word| self.is_between(word)).count();
        let Some(first) = plain.get(lead) else { return false };
        let rest = plain.get(lead..).unwrap_or_default().join(" ");
        let listed = |list: &str| list.split_whitespace().any(|beginning| beginning == first);
        listed(self.beginnings) || marked && listed(self.marked_beginnings) || self.phrases.iter().any(|phrase| rest.starts_with(phrase))
    }

    fn is_between(&self, word: &str) -> bool {
        self.between.split_whitespace().any(|between| word.eq_ignore_ascii_case(between))
    }
}

/// Whether an e-mail address stands right before a place.
fn is_address(text: &str, from: usize, to: usize) -> bool {
    let before = text.get(from..to).unwrap_or_default();
    before.ends_with(char::is_whitespace) && before.split_whitespace().next_back().is_some_and(|word| word.contains('@'))
}

fn split(text: &str, part: Range<usize>, known: Option<&Words>) -> Option<Split> {
    let question = joints_off(text.get(part.clone())?);
    let question = known.map_or(question, |known| without_lead(question, known));
    let rest = [text.get(..part.start)?, text.get(part.end..)?].map(|rest| joints_off(rest).trim_end_matches('.'));
    let rest = rest.map(|rest| known.map_or(rest, |known| without_tail(rest, known)));
    let rest = rest.join(" ").trim().to_owned();
    let enough = question.split_whitespace().count() + usize::from(is_marked(text, &part)) >= FEWEST_WORDS;
    (enough && rest.chars().any(char::is_alphanumeric)).then(|| Split { rest, question: question.to_owned() })
}

/// Without the marks that join it to what stands beside it.
fn joints_off(part: &str) -> &str {
    part.trim_matches(|mark: char| mark.is_whitespace() || matches!(mark, ',' | ';' | ':' | '-' | '–' | '—' | '(' | '¿' | '¡'))
}

/// A question without the words that lead to it.
fn without_lead<'p>(mut part: &'p str, known: &Words) -> &'p str {
    while let Some((_, rest)) = part.split_once(char::is_whitespace).filter(|(first, _)| known.is_between(joints_off(first))) {
        part = joints_off(rest);
    }
    part
}

/// "Ada Lovelace and": without the words that lead to the question. Where nothing else is left, nothing was told.
fn without_tail<'p>(mut part: &'p str, known: &Words) -> &'p str {
    if part.split_whitespace().all(|word| known.is_between(joints_off(word))) {
        return "";
    }
    while let Some((rest, _)) = part.rsplit_once(char::is_whitespace).filter(|(_, last)| known.joints.contains(last)) {
        part = joints_off(rest);
    }
    part
}

fn is_marked(text: &str, part: &Range<usize>) -> bool {
    text.get(part.clone()).is_some_and(|part| part.trim_end().ends_with(['?', '？', '؟']))
}

/// Where the words of a part stand.
fn words(text: &str, part: &Range<usize>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.get(part.clone()).unwrap_or_default().char_indices() {
        let (start, end) = (part.start + at, part.start + at + letter.len_utf8());
        if !letter.is_alphanumeric() && !matches!(letter, '\'' | '’') {
            continue;
        }
        match words.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => words.push(start..end),
        }
    }
    words
}

/// A word in small letters, without apostrophes.
fn folded(text: &str, word: &Range<usize>) -> String {
    text.get(word.clone()).unwrap_or_default().to_lowercase().replace(['\'', '’'], "")
}

#[cfg(test)]
mod tests;
