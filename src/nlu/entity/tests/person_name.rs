use super::check;

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
            ("Ada Lovelace, ada@example.org", &["Ada Lovelace?"]),
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
