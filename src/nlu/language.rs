//! Which of a bot's languages somebody writes, and which one they wish for.
//!
//! What the words show is told by two witnesses: a trigram model of each language (whatlang, among the bot's languages only), and the
//! words that the bot's own examples have in one language and in no other. Both are silent on a name, an address or a "no", which
//! belong to no language: then the conversation stays in its own.

use std::collections::{BTreeSet, HashMap};

use whatlang::{Detector, Lang};

use crate::domain::Language;

/// Words of a bot's examples that tell a language, when this many stand together against none of another language.
const TELLING_WORDS: usize = 2;

/// How many telling words of one language outvote a word of another.
const OUTVOTED: usize = 4;

/// Tells the language of what is written, among the languages of a bot.
pub struct LanguageDetector {
    languages: Vec<Language>,
    trigrams: Detector,
    /// Words that the examples have in one language only, by its place in `languages`.
    words: HashMap<String, usize>,
}

impl LanguageDetector {
    /// A detector for a bot's languages, each with the texts that the bot knows in it.
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a Language, Vec<String>)>) -> Self {
        let mut languages = Vec::new();
        let mut places: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for (place, (language, texts)) in texts.into_iter().enumerate() {
            languages.push(language.clone());
            // A word that only ever begins with a capital is a name.
            let written = texts.iter().flat_map(|text| telling(text)).filter(|word| word.chars().all(|c| !c.is_uppercase()));
            for word in written {
                places.entry(word.to_owned()).or_default().insert(place);
            }
        }
        let only = places.into_iter().filter_map(|(word, places)| {
            let mut places = places.into_iter();
            places.next().filter(|_| places.next().is_none()).map(|place| (word, place))
        });
        let known = languages.iter().filter_map(trigram_name).collect();
        Self { languages, trigrams: Detector::with_allowlist(known), words: only.collect() }
    }

    /// The language that the words show; none if they show none.
    pub fn detect(&self, text: &str) -> Option<&Language> {
        if self.languages.len() < 2 {
            return None;
        }
        let mut counts = vec![0; self.languages.len()];
        for word in telling(text) {
            if let Some(count) = self.words.get(&word.to_lowercase()).and_then(|place| counts.get_mut(*place)) {
                *count += 1;
            }
        }
        let told: usize = counts.iter().sum();
        let (most, place) = counts.iter().zip(0_usize..).max_by_key(|(count, place)| (**count, usize::MAX - place))?;
        // A word that another language's examples happen to have ("a job", "il weekend") is outvoted.
        let by_words = self.languages.get(place).filter(|_| *most > 0 && (told - *most) * OUTVOTED <= *most);
        let by_trigrams = self.trigrams.detect(text);
        let guess =
            by_trigrams.as_ref().and_then(|guess| self.languages.iter().find(|language| trigram_name(language) == Some(guess.lang())));
        match (by_words, guess) {
            (Some(by_words), Some(guess)) if by_words == guess => Some(by_words),
            (Some(by_words), _) if *most >= TELLING_WORDS => Some(by_words),
            // Words of several languages: only a trigram model that is sure of itself. Where no word is known, markup and names look
            // like any language.
            (None, Some(guess)) if by_trigrams.as_ref().is_some_and(whatlang::Info::is_reliable) => {
                let own = self.languages.iter().position(|language| language == guess).and_then(|place| counts.get(place));
                Some(guess).filter(|_| own.is_some_and(|own| own == most && *own > 0))
            }
            _ => None,
        }
    }
}

/// The words that may tell a language: single letters ("x", "I", "i") stand in any.
fn telling(text: &str) -> impl Iterator<Item = &str> {
    words(text).filter(|word| word.chars().nth(1).is_some())
}

/// The words of a text as they are written, without addresses and numbers.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split_whitespace().filter(|piece| !piece.contains(['@', '/']) && !piece.chars().any(|c| c.is_ascii_digit()));
    pieces.flat_map(|piece| piece.split(|c: char| !c.is_alphabetic())).filter(|word| !word.is_empty())
}

fn trigram_name(language: &Language) -> Option<Lang> {
    let name = match language.as_str() {
        "en" => Lang::Eng,
        "it" => Lang::Ita,
        "fr" => Lang::Fra,
        "de" => Lang::Deu,
        "es" => Lang::Spa,
        "pt" => Lang::Por,
        "nl" => Lang::Nld,
        "da" => Lang::Dan,
        "pl" => Lang::Pol,
        "ro" => Lang::Ron,
        "uk" => Lang::Ukr,
        "tr" => Lang::Tur,
        _ => return None,
    };
    Some(name)
}

/// What languages are called, each in its own language and in the others.
const NAMES: &[(&str, &str)] = &[
    ("en", "english inglese anglais englisch englische inglés ingles"),
    ("it", "italian italiano italien italienisch italienische"),
    ("fr", "french francese français francais französisch französische franzoesisch francés frances"),
    ("de", "german tedesco allemand deutsch deutsche alemán aleman"),
    ("es", "spanish spagnolo espagnol spanisch spanische español espanol"),
    ("pt", "portuguese portoghese portugais portugiesisch portugués português"),
    ("nl", "dutch olandese néerlandais niederländisch neerlandés nederlands"),
    ("pl", "polish polacco polonais polnisch polaco polski"),
    ("ro", "romanian rumeno roumain rumänisch rumano română"),
    ("uk", "ukrainian ucraino ukrainien ukrainisch ucraniano"),
    ("ar", "arabic arabo arabe arabisch árabe"),
    ("zh", "chinese cinese chinois chinesisch chino"),
];

/// All words that a wish for a language may have beside its name. "Do I *need* to speak Italian" is none, and neither is "I speak
/// Italian", which tells something.
const WISHING: &[&str] = &[
    "can could may shall will would we you us let lets please do does speak talk write chat answer reply switch change continue carry go on \
     to in into over the language is it possible how about d rather prefer like instead now but hi hello hey sorry ok okay yes no thanks \
     pls plz mate man dude sir madam",
    "in per favore piacere possiamo potremmo posso potrei puoi può potrebbe possibile è si parlare parliamo parla parli parlate scrivere \
     scrivi scriva rispondi rispondere continuare continuiamo passiamo passare cambiare cambia cambiamo lingua l la il a all preferisco \
     preferirei vorrei ma scusa scusi ciao salve buongiorno grazie ok sì no adesso ora",
    "auf in bitte gern gerne lieber können koennen könnten koennten könnte koennte kann kannst könnt darf wir sie du ihr sprechen spreche sprichst sprecht reden schreiben \
     schreibst antworten antworte antworten wechseln wechsle weiter weitermachen weiterreden fortfahren umstellen zu zur die das es ist möglich moeglich würde wuerde möchte \
     moechte doch mal aber jetzt nun stattdessen wäre waere gibt geht auch und hallo hi moin sorry entschuldigung ja nein ok okay danke sprache bevorzuge ginge guten tag",
    "en s il vous te plaît plait svp stp on nous je j peut peux pouvons pouvez pourrait pourrais pourriez puis est ce que qu possible parler parle \
     parles parlez parlons écrire ecrire écris écrivez ecrivez répondre repondre réponds répondez repondez continuer continue continuez continuons \
     passer passons passez changer changez changeons de langue la le l dans préfère prefere préférerais prefererais voudrais aimerais mieux plutôt \
     plutot mais pardon désolé desole désolée bonjour bonsoir salut merci ok oui non maintenant vous tu peux",
    "en por favor porfa podemos podríamos podriamos puedo podría podria puede pueden puedes podéis podrían se es posible hablar habla hablas hablan \
     hablamos hablemos hablen hable háblame hableme escribir escriba escribe escribirme responder responda respóndame respondeme contestar conteste \
     continuar continúe continue continuemos continuamos seguir sigamos seguimos siga pasar pasemos pasamos cambiar cambia cambie cambiemos cambiamos \
     de idioma lengua la el al a prefiero preferiría preferiria quisiera quiero querría gustaría me gustaria mejor pero perdón perdon perdone \
     disculpe hola buenas buenos días dias tardes gracias ok vale sí si no ahora usted ustedes",
];

/// Words of which a wish in the middle of something else has one: "English" alone may be the last of a list.
const ASKING: &str = "please pls plz mate speak talk write chat answer reply switch change continue carry go use prefer rather like favore \
     piacere parlare parliamo parla parli parlate scrivere scriva rispondi rispondere continuare continuiamo passiamo passare cambiare \
     cambiamo preferisco preferirei vorrei plaît plait svp stp parler parlez parlons écrire écrivez ecrivez répondre repondre répondez repondez continuer continuez \
     continuons passer passons changer préfère prefere préférerais voudrais aimerais favor porfa hablar hablamos hablemos escribir responder responda \
     continuar continuemos seguir sigamos pasar cambiar cambiemos prefiero preferiría preferiria quisiera gustaría \
     bitte gern gerne lieber sprechen sprecht sprichst reden schreiben antworten wechseln umstellen weitermachen \
     weiterreden fortfahren weiter möchte moechte bevorzuge ginge";

/// Openings with which somebody may as well say what they are able to: "I can speak Italian". In a question they ask for it.
const ABLE: &str = "i ich posso possiamo potrei je j puedo podemos podría";

/// The fewest words beside a wish that may say something of their own.
const WORDS_OF_MORE: usize = 3;

/// Words for "I", which may wish only with one of [`WISHES_OF_ONES_OWN`].
const OWN: &str = "i ich je j";

/// Words with which somebody wishes for themselves.
const WISHES_OF_ONES_OWN: &str = "can could may prefer rather like peux pourrais puis préfère prefere préférerais prefererais voudrais aimerais mieux auf darf könnte koennte möchte moechte \
     würde wuerde lieber bevorzuge";

/// Those of them that are no ability.
const PREFERRING: &str = "prefer rather like préfère prefere préférerais prefererais voudrais aimerais prefiero preferiría preferiria quisiera gustaría \
     lieber möchte moechte würde wuerde bevorzuge gern gerne";

/// A wish for a language, told apart from what is said beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The language, the bot's or not.
    pub language: Language,
    /// The wish alone.
    pub said: String,
    /// What else was said, without talk of languages; none if there is nothing of the kind.
    pub rest: Option<String>,
}

/// "Sorry, my Italian is not so good, can we speak English? Who will see my data?": the wish, and the question. None where a text
/// wishes for nothing, for two languages, or says nothing else.
pub fn wished_beside(text: &str) -> Option<Wish> {
    if wished_for(text).is_some() {
        return None;
    }
    let sentences = sentences(text);
    let wishes = sentences.iter().enumerate().filter_map(|(at, sentence)| {
        let marked = sentence.trim_end().ends_with('?');
        let clauses: Vec<&str> = sentence.split([',', ':', '–', '—']).map(str::trim).collect();
        let wishing = clauses.iter().position(|clause| is_wish_beside(clause, marked));
        wishing.map(|clause| (at, clauses, clause))
    });
    let wishes: Vec<(usize, Vec<&str>, usize)> = wishes.collect();
    let (at, clauses, clause) = wishes.first()?;
    let said = *clauses.get(*clause)?;
    let others = wishes.iter().skip(1).filter_map(|(_, clauses, clause)| clauses.get(*clause));
    if others.into_iter().any(|other| wished_for(other) != wished_for(said)) {
        return None;
    }
    let says_more = |said: &&str| words(said).count() >= WORDS_OF_MORE && !words(said).any(|word| named(&word.to_lowercase()).is_some());
    // What stands before the wish in its own sentence explains it: "sorry, I don't understand a word, can we ..".
    let after = clauses.iter().skip(clause + 1).copied().filter(|said| says_more(said));
    let beside = sentences.iter().enumerate().filter(|(other, _)| other != at).map(|(_, sentence)| sentence.trim());
    let rest: Vec<&str> = after.chain(beside.filter(|said| says_more(said))).collect();
    Some(Wish { language: wished_for(said)?, said: said.to_owned(), rest: (!rest.is_empty()).then(|| rest.join(" ")) })
}

fn is_wish_beside(clause: &str, marked: bool) -> bool {
    let mut words = words(clause).map(str::to_lowercase).peekable();
    let is_able = words.peek().is_some_and(|first| listed(ABLE, first));
    let words: Vec<String> = words.collect();
    let prefers = words.iter().any(|word| listed(PREFERRING, word));
    wished_for(clause).is_some() && words.iter().any(|word| listed(ASKING, word)) && (!is_able || marked || prefers)
}

/// Cut behind the marks that end a sentence, not inside addresses.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let ends = letters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if matches!(letter, '.' | '!' | '?' | ';' | '\n') && ends {
            let end = at + letter.len_utf8();
            sentences.extend(text.get(start..end));
            start = end;
        }
    }
    sentences.extend(text.get(start..).filter(|rest| !rest.trim().is_empty()));
    sentences
}

/// The language that somebody asks to go on in and says nothing else ("can we speak Italian?", "in italiano per favore"), the bot's or
/// not.
pub fn wished_for(text: &str) -> Option<Language> {
    let words: Vec<String> = words(text).map(str::to_lowercase).collect();
    let mut named = words.iter().filter_map(|word| named(word));
    let code = named.next()?;
    if named.any(|other| other != code) {
        return None;
    }
    let is_self = |word: &String| listed(OWN, word);
    let wishes = |word: &String| is_self(word) || WISHING.iter().any(|list| listed(list, word));
    let all_wish = words.iter().all(|word| named_by(code, word) || wishes(word));
    let own = words.iter().any(is_self);
    let may = !own || words.iter().any(|word| listed(WISHES_OF_ONES_OWN, word));
    (all_wish && may).then(|| Language::new(code).ok()).flatten()
}

fn named(word: &str) -> Option<&'static str> {
    NAMES.iter().find(|(_, names)| listed(names, word)).map(|(code, _)| *code)
}

fn named_by(code: &str, word: &str) -> bool {
    named(word) == Some(code)
}

fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

/// What a language is called by those who speak it; else its code.
pub fn own_name(language: &Language) -> String {
    let name = match language.as_str() {
        "en" => "English",
        "it" => "italiano",
        "fr" => "français",
        "de" => "Deutsch",
        "es" => "español",
        "pt" => "português",
        "nl" => "Nederlands",
        "da" => "dansk",
        "pl" => "polski",
        "ro" => "română",
        "uk" => "українська",
        "tr" => "Türkçe",
        code => code,
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detector() -> LanguageDetector {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let [english, italian] = ["en", "it"].map(|code| Language::new(code).unwrap());
        let english_texts = texts(&["I want to apply for a job", "no thanks", "part time as a driver", "is Marco in?"]);
        let italian_texts =
            texts(&["vorrei candidarmi", "no grazie", "lavoro part time", "mi chiamo Marco", "il lavoro di autista", "quali sono i turni"]);
        LanguageDetector::new([(&english, english_texts), (&italian, italian_texts)])
    }

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(detector().detect(text).map(Language::as_str), expected, "{text}");
    }

    #[test]
    fn sentences_and_telling_words_show_their_language() {
        check("vorrei candidarmi", Some("it"));
        check("grazie", Some("it"));
        check("Buongiorno, avrei bisogno di qualche informazione sugli orari di lavoro", Some("it"));
        check("Could you tell me whether the cantine is open on Saturdays?", Some("en"));
        check("apply", Some("en"));
        check("hello, I want to apply for a job", Some("en"));
        check("I want to apply for a job as driver, grazie", Some("en"));
    }

    #[test]
    fn german_is_told_from_english() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let [english, german] = ["en", "de"].map(|code| Language::new(code).unwrap());
        let english_texts = texts(&["I want to book an appointment", "no thanks", "my bike has a flat tyre", "what does it cost"]);
        let german_texts = texts(&["ich möchte einen Termin", "nein danke", "mein Fahrrad hat einen Platten", "was kostet das"]);
        let detector = LanguageDetector::new([(&english, english_texts), (&german, german_texts)]);
        for (text, expected) in [
            ("ich brauche einen Termin", Some("de")),
            ("danke", Some("de")),
            ("Wann könnte ich denn mein Rad bei Ihnen vorbeibringen?", Some("de")),
            ("Could you have a look at my brakes on Friday?", Some("en")),
            ("Jürgen Groß", None),
            ("ok", None),
            ("0171 2345678", None),
        ] {
            assert_eq!(detector.detect(text).map(Language::as_str), expected, "{text}");
        }
    }

    #[test]
    fn names_addresses_numbers_and_shared_words_show_none() {
        for text in [
            "Marco Rossi",
            "Marco",
            "no",
            "part time",
            "<img src=x onerror=alert(1)><b>hi</b>",
            "marco@posta.example",
            "12/03/2027",
            "ok",
            "",
            "¿?",
            "日本語",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_bot_of_one_language_hears_that_one() {
        let english = Language::new("en").unwrap();
        let detector = LanguageDetector::new([(&english, vec!["I want to apply".to_owned()])]);
        assert_eq!(detector.detect("Buongiorno, avrei bisogno di qualche informazione"), None);
    }

    #[test]
    fn a_wish_for_a_language_is_told_from_talk_about_one() {
        let wished = |text: &str| {
            let beside = || wished_beside(text).map(|wish| wish.language);
            wished_for(text).or_else(beside).map(|language| language.to_string())
        };
        for text in
            ["italiano", "Italian please", "can we speak Italian?", "in italiano, per favore", "Parli italiano?", "I'd prefer Italian"]
        {
            assert_eq!(wished(text).as_deref(), Some("it"), "{text}");
        }
        for text in [
            "do you speak German",
            "can we speak German?",
            "Deutsch",
            "deutsch bitte",
            "auf Deutsch bitte",
            "können wir Deutsch sprechen?",
            "Sprechen Sie Deutsch?",
            "geht das auch auf deutsch?",
            "Kann ich auf Deutsch schreiben?",
            "Ich möchte lieber Deutsch sprechen",
            "I don't understand a word. Auf Deutsch bitte.",
        ] {
            assert_eq!(wished(text).as_deref(), Some("de"), "{text}");
        }
        for text in ["ich spreche Deutsch", "mein Deutsch ist schlecht", "die deutsche Post", "ich kann Deutsch", "Deutsch oder Englisch?"]
        {
            assert_eq!(wished(text), None, "{text}");
        }
        assert_eq!(wished("auf Englisch bitte").as_deref(), Some("en"));
        assert_eq!(wished("können wir Italienisch reden?").as_deref(), Some("it"));
        for text in [
            "english mate",
            "please continue in English",
            "English please. I asked who can read my personal data.",
            "Sorry, my Italian is not so good, can we speak English? Who at Acme will see my data?",
            "non capisco, possiamo parlare inglese?",
            "I'm lost. I'd prefer English.",
        ] {
            assert_eq!(wished(text).as_deref(), Some("en"), "{text}");
        }
        for text in [
            "en français s'il vous plaît",
            "français",
            "can we speak French?",
            "on peut parler français ?",
            "Vous parlez français ?",
            "je préfère en français",
            "parlez-vous français",
            "Désolé, je ne comprends rien. Vous pouvez répondre en français ?",
        ] {
            assert_eq!(wished(text).as_deref(), Some("fr"), "{text}");
        }
        for text in [
            "en español por favor",
            "español",
            "can we speak Spanish?",
            "¿podemos hablar en español?",
            "¿Habla usted español?",
            "prefiero español",
            "hablas español",
            "Perdone, no entiendo nada. ¿Podemos seguir en español?",
        ] {
            assert_eq!(wished(text).as_deref(), Some("es"), "{text}");
        }
        for text in ["je parle français", "hablo español", "cours de français", "un restaurant español", "mon français est mauvais"] {
            assert_eq!(wished(text), None, "{text}");
        }
        for text in [
            "I'm Ada Lovelace, I can speak Italian",
            "I teach maths, English, and history",
            "Italian please. No, English please.",
            "I live in Rome. My Italian is good.",
        ] {
            assert_eq!(wished(text), None, "{text}");
        }
        for text in
            ["do I need to speak Italian?", "I speak Italian", "my Italian is bad", "English or Italian?", "", "the Italian restaurant"]
        {
            assert_eq!(wished(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_said_beside_a_wish_is_told_apart() {
        let beside = |text: &str| wished_beside(text).map(|wish| (wish.said, wish.rest));
        let wish = |said: &str, rest: Option<&str>| Some((said.to_owned(), rest.map(str::to_owned)));
        let text = "Sorry, my Italian is not so good, can we speak English? Who at Acme will see my data?";
        assert_eq!(beside(text), wish("can we speak English?", Some("Who at Acme will see my data?")));
        let text = "You ask in Italian again. English please. I asked who can read my data.";
        assert_eq!(beside(text), wish("English please.", Some("I asked who can read my data.")));
        assert_eq!(beside("In inglese per favore, chi legge i miei dati?"), wish("In inglese per favore", Some("chi legge i miei dati?")));
        assert_eq!(beside("Hello there! English please."), wish("English please.", None));
        assert_eq!(beside("English please"), None);
        assert_eq!(beside("who reads my data?"), None);
    }
}
