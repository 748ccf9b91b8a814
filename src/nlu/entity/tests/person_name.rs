use super::{check, check_in, readings, set};

#[test]
fn names_after_a_cue_are_clear() {
    check(
        "person_name",
        &[
            ("my name is Ada Lovelace", &["Ada Lovelace"]),
            ("My name's ada lovelace and I'd like a job", &["Ada Lovelace"]),
            ("I'm Ada Lovelace and can start on 4 March", &["Ada Lovelace"]),
            ("I am Ada", &["Ada"]),
            ("hi, i'm ada lovelace", &["Ada Lovelace"]),
            ("call me Al", &["Al"]),
            ("This is Conor O'Neill speaking", &["Conor O'Neill"]),
            ("Name: Jean-Luc de la Tour", &["Jean-Luc de la Tour"]),
            ("I'm J. R. Smith from Rome", &["J. R. Smith"]),
            ("my name is ludwig van beethoven", &["Ludwig van Beethoven"]),
            ("the name's Łucja Żółć", &["Łucja Żółć"]),
        ],
    );
}

#[test]
fn what_somebody_is_or_does_is_no_name() {
    let said = [
        "I'm interested",
        "I'm a driver",
        "I'm looking for a job",
        "I'm 25",
        "I am Italian",
        "I'm not sure",
        "I'M LOOKING FOR A JOB",
        "I'm in Rome",
        "i'm really tired",
        "I'm feeling sick today",
        "I'm very happy",
        "this is great",
        "name of the company",
        "I'm from Rome",
        "this is not working",
        "I'm Available now",
    ];
    check("person_name", &said.map(|text| (text, &[] as &[&str])));
}

#[test]
fn a_whole_answer_is_a_name_if_asked() {
    check(
        "person_name",
        &[
            ("Ada Lovelace", &["Ada Lovelace?"]),
            ("ada lovelace", &["Ada Lovelace?"]),
            ("it's Ada.", &["Ada?"]),
            ("um, Ada Lovelace please", &["Ada Lovelace?"]),
            ("Lovelace, Ada", &["Ada Lovelace?"]),
            ("Ada Lovelace, ada@example.org", &["Ada Lovelace"]),
            ("siobhan o'neill", &["Siobhan O'Neill?"]),
            ("ADA LOVELACE", &["ADA LOVELACE?"]),
            ("María José Carreño Quiñones", &["María José Carreño Quiñones?"]),
            ("Will Baker", &["Will Baker?"]),
            ("no, it's Ada", &["Ada?"]),
            ("no", &[]),
            ("fine", &[]),
            ("ten years", &[]),
            ("why?", &[]),
            ("Ada Lovelace?", &[]),
            ("what do you mean", &[]),
            ("I'd rather not", &[]),
            ("ada@example.org", &[]),
            ("42", &[]),
            ("skip", &[]),
            ("", &[]),
        ],
    );
}

#[test]
fn a_name_beside_an_address_that_is_made_of_it_is_clear() {
    check(
        "person_name",
        &[
            ("Chiara Rossi, chiara@posta.example", &["Chiara Rossi"]),
            ("tom.baker@x.example Tom Baker", &["Tom Baker"]),
            ("chiara rossi chiara.rossi@posta.example", &["Chiara Rossi"]),
            ("crossi@posta.example, Chiara Rossi", &["Chiara Rossi"]),
            ("Chiara Rossi (chiara@posta.example), from May", &["Chiara Rossi"]),
            ("Siobhan O'Neill, s.oneill@posta.example", &["Siobhan O'Neill"]),
            // An address that tells nothing: only when somebody asked.
            ("Chiara Rossi, info@posta.example", &["Chiara Rossi?"]),
            ("info@posta.example Chiara Rossi", &["Chiara Rossi?"]),
            ("write to chiara@posta.example", &[]),
            ("my e-mail is chiara@posta.example", &[]),
            ("please use chiara@posta.example instead", &[]),
            ("chiara@posta.example is my private address", &[]),
        ],
    );
}

#[test]
fn a_name_in_its_own_sentence_or_after_a_small_cue_is_one_if_asked() {
    check(
        "person_name",
        &[
            ("Chiara Rossi. Is it good if I start in May?", &["Chiara Rossi?"]),
            ("chiara rossi. is that ok?", &["Chiara Rossi?"]),
            ("I told you, it's Maria Rossi", &["Maria Rossi?"]),
            ("i already told you its maria rossi", &["Maria Rossi?"]),
            ("Maria Rossi here", &["Maria Rossi?"]),
            ("its maria rossi", &["Maria Rossi?"]),
            ("put down Maria Rossi", &["Maria Rossi?"]),
            ("just write maria rossi please", &["Maria Rossi?"]),
            ("I have sent it twice. signed, Maria Rossi", &["Maria Rossi?"]),
            ("Kind regards, Maria Rossi", &["Maria Rossi?"]),
            ("that's Maria with an i", &[]),
            ("it's not what I want", &[]),
            ("its urgent", &[]),
            ("I already told you, Priya Nair", &["Priya Nair?"]),
            ("I told you, tomorrow", &[]),
            ("van der Velde, Ingrid", &["Ingrid van der Velde?"]),
            ("My first name is missing", &[]),
            ("I told you, it's important", &[]),
            ("it's complicated", &[]),
            ("put down the phone", &[]),
            ("just write to me", &[]),
            ("signed, sealed and delivered", &[]),
            ("I signed the contract", &[]),
            ("Kind regards", &[]),
        ],
    );
}

#[test]
fn cues_in_many_ways() {
    check(
        "person_name",
        &[
            ("Name: Asap Tyrell", &["Asap Tyrell"]),
            ("name is maria rossi", &["Maria Rossi"]),
            ("my name's Maria", &["Maria"]),
            ("the name is Rossi, Maria Rossi", &["Rossi"]),
            ("full name: Maria de la Cruz", &["Maria de la Cruz"]),
            ("call me Maria please", &["Maria"]),
            ("you may call me Jan van der Berg", &["Jan van der Berg"]),
            ("my surname is O'Neill", &["O'Neill"]),
            ("I told you my name is Maria Rossi", &["Maria Rossi"]),
            ("I'm Dr. Maria Rossi", &["Maria Rossi"]),
            ("my name is Mr Tom Baker", &["Tom Baker"]),
            ("my name is 王小明", &["王小明"]),
            ("call me tomorrow", &[]),
            ("call me when you know more", &[]),
            ("call me asap", &[]),
            ("call me back please", &[]),
            ("the name is wrong", &[]),
            ("my name is misspelled", &[]),
            ("my name is spelled with an i", &[]),
            ("what's in a name", &[]),
        ],
    );
}

#[test]
fn names_of_all_kinds_are_taken_if_asked() {
    check(
        "person_name",
        &[
            ("Maria", &["Maria?"]),
            ("maria", &["Maria?"]),
            ("jan van der berg", &["Jan van der Berg?"]),
            ("Sinéad O’Connor-Smith", &["Sinéad O’Connor-Smith?"]),
            ("d'angelo", &["D'Angelo?"]),
            ("Dr. Maria Rossi", &["Maria Rossi?"]),
            ("mr tom baker", &["Tom Baker?"]),
            ("Mrs. Baker", &["Baker?"]),
            ("王小明", &["王小明?"]),
            ("Мария Росси", &["Мария Росси?"]),
            ("محمد علي", &["محمد علي?"]),
            ("マリア・ロッシ", &["マリア・ロッシ?"]),
            ("Ελένη Παππά", &["Ελένη Παππά?"]),
            ("Asap Tyrell", &["Asap Tyrell?"]),
            ("April Jones", &["April Jones?"]),
            ("Will", &["Will?"]),
            ("Grace Hope", &["Grace Hope?"]),
            ("Maria Rossi :)", &["Maria Rossi?"]),
            ("Maria Rossi, 34 years old", &["Maria Rossi?"]),
        ],
    );
}

#[test]
fn what_is_plainly_no_name_is_none_even_if_asked() {
    let said = [
        "I don't want to say",
        "why do you need it",
        "why do you need it?",
        "what?",
        "what",
        "huh",
        "pardon",
        "no",
        "later",
        "pass",
        "skip this",
        "none of your business",
        "not telling",
        "prefer not",
        "idk",
        "dunno",
        "lol",
        "bye",
        "asap",
        "ASAP",
        "immediately",
        "whatever",
        "anonymous",
        "stupid bot",
        "stop asking",
        "working hours",
        "salary",
        "the salary",
        "is this safe",
        "data protection",
        "my name",
        "already told you",
        "see above",
        "same as before",
        "doesn't matter",
        "in two weeks",
        "week after next",
        "after Christmas",
        "mid January",
        "next month",
        "not sure",
        "maybe",
        "yes",
        "go ahead",
        "cancel",
        "help",
        "full time",
        "part time",
        "cv attached",
        "なぜ？",
        "لماذا؟",
        "?",
        "Chiara?",
        "wrong address",
        "new email",
        "start again",
        "yup",
        "k",
        "fine send it",
        "thats rite ye",
    ];
    check("person_name", &said.map(|text| (text, &[] as &[&str])));
}

#[test]
fn a_name_beside_a_phone_number() {
    let said: &[(&str, &[&str])] = &[
        ("Ada Rossi, 333 123 4567", &["Ada Rossi?"]),
        ("Lena Wolf 333 1234567", &["Lena Wolf?"]),
        ("lena wolf 333 1234567", &["Lena Wolf?"]),
        ("333 1234567 Lena Wolf", &["Lena Wolf?"]),
        ("Lena Wolf tel 333 1234567", &["Lena Wolf?"]),
        ("Lena Wolf, tel. 333 1234567", &["Lena Wolf?"]),
        ("name Sarah O'Neill tel +44 7700 900123", &["Sarah O'Neill"]),
        ("my name is sarah oneill mobile +44 7700 900123", &["Sarah Oneill"]),
        ("order 333 1234567", &[]),
        ("tel 333 1234567", &[]),
        ("my phone is 333 1234567", &[]),
    ];
    check("person_name", said);
    check_in(
        "it",
        "person_name",
        &[("Ada Rossi cell 333 1234567", &["Ada Rossi?"]), ("mi chiamo Ada Rossi cellulare 333 1234567", &["Ada Rossi"])],
    );
}

#[test]
fn a_name_beside_a_code_of_the_bots_own() {
    let set = set("order: {pattern: \"[A-Z]-[0-9]+\", example: V-1}");
    assert_eq!(readings(&set, "en", "person_name", "Lena Wolf V-123"), ["Lena Wolf?"]);
}

#[test]
fn a_no_before_a_plain_word_is_no_name() {
    let said: &[(&str, &[&str])] = &[
        ("no clue", &[]),
        ("NO CLUE", &[]),
        ("no Clara", &["Clara?"]),
        ("no, clara", &["Clara?"]),
        ("no, it's clara", &["Clara?"]),
        ("do u cut dogs", &[]),
    ];
    check("person_name", said);
    check_in("it", "person_name", &[("no problema", &[] as &[&str]), ("no, Clara", &["Clara?"])]);
}

/// "My name is" leaves no doubt, "I'm" does.
#[test]
fn a_name_cue_makes_a_name_of_a_declared_value() {
    let set = set("stylist: {values: [vera, rosa]}\nrole: {values: {cook: [cook, cuoco]}}");
    let strength = |language: &str, kind: &str, text: &str| readings(&set, language, kind, text);
    for (language, text) in [("en", "my name is Vera"), ("en", "I'm called Vera"), ("it", "mi chiamo Vera")] {
        assert_eq!(strength(language, "person_name", text), ["Vera"], "{text}");
        assert_eq!(strength(language, "stylist", text), ["vera?"], "{text}");
    }
    assert_eq!(strength("en", "person_name", "I'm Cook"), Vec::<String>::new());
    assert_eq!(strength("en", "role", "I'm Cook"), ["cook"]);
    assert_eq!(strength("en", "stylist", "with Vera, my name is Ada"), ["vera"]);
}

#[test]
fn a_cue_that_stands_apart_from_the_words_behind_it_is_none() {
    check_in(
        "it",
        "person_name",
        &[
            ("Ok ma non mi avete detto che mansioni sono... accoglienza clienti? centralino?", &[]),
            ("le mansioni sono accoglienza clienti", &[]),
            ("grazie sono Ada Rossi", &["Ada Rossi"]),
            ("buonasera, sono Ada Rossi", &["Ada Rossi"]),
            ("Io sono Ada Rossi", &["Ada Rossi"]),
        ],
    );
    check("person_name", &[("I am... Front Desk", &["Front Desk?"]), ("My name is... Ada Lovelace", &["Ada Lovelace"])]);
}

#[test]
fn a_name_in_a_sentence_of_its_own_is_one() {
    check(
        "person_name",
        &[
            ("I told before. Nguyễn Thị Lan", &["Nguyễn Thị Lan?"]),
            ("jayden osullivan i said it b4. and wot shifts", &["Jayden Osullivan?"]),
            ("no, the name is wrong: Ada Lovelace", &["Ada Lovelace"]),
            ("I don't know. Working Hours", &[]),
            ("I don't know. maybe later", &[]),
        ],
    );
    check_in(
        "it",
        "person_name",
        &[
            ("no il nome è sbagliato: Gianluca De Santis", &["Gianluca De Santis"]),
            ("te l'ho appena detto kevin brambilla", &["Kevin Brambilla?"]),
        ],
    );
}

/// For the test that counts.
pub(in crate::nlu::entity::tests) const TABLES: &[fn()] = &[
    names_after_a_cue_are_clear,
    what_somebody_is_or_does_is_no_name,
    a_whole_answer_is_a_name_if_asked,
    a_name_beside_an_address_that_is_made_of_it_is_clear,
    a_name_in_its_own_sentence_or_after_a_small_cue_is_one_if_asked,
    cues_in_many_ways,
    names_of_all_kinds_are_taken_if_asked,
    what_is_plainly_no_name_is_none_even_if_asked,
    a_name_beside_a_phone_number,
    a_no_before_a_plain_word_is_no_name,
    a_cue_that_stands_apart_from_the_words_behind_it_is_none,
    a_name_in_a_sentence_of_its_own_is_one,
];
