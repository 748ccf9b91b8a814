use super::*;
use crate::nlu::classifier::{Examples, Row, TrainSettings};
use crate::nlu::taps::TextVectors;

fn trained(seed: u64) -> IntentModel {
    let texts = [("greet", "hello there friend"), ("greet", "good morning"), ("bye", "see you"), ("bye", "good bye"), ("oos", "zebra")];
    let rows: Vec<Row> = texts.iter().map(|(intent, text)| Row { text: (*text).to_owned(), intent: (*intent).to_owned() }).collect();
    let vectors = [[1.0, 0.0], [0.98, 0.199], [0.0, 1.0], [0.199, 0.98], [-1.0, 0.0]].map(|at| TextVectors::everywhere(at.to_vec()));
    IntentModel::train(Examples::unnamed(&rows, &vectors), &TrainSettings { seed, ..TrainSettings::default() }, &|_| {}).unwrap().0
}

fn stamp() -> Stamp {
    Stamp { format: FORMAT_VERSION, encoder: "ab".repeat(32), data: "cd".repeat(32) }
}

fn saved() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    trained(0).save(dir.path(), &stamp()).unwrap();
    dir
}

fn check(dir: &Path, expected: &str) {
    let error = IntentModel::load(dir, &stamp().encoder).err().unwrap();
    assert_eq!(error.to_string().replace(&format!("{}/", dir.display()), ""), expected);
}

#[test]
fn a_loaded_model_says_what_the_saved_one_said() {
    let dir = saved();
    let (model, read) = IntentModel::load(dir.path(), &stamp().encoder).unwrap();
    assert_eq!(read, stamp());
    let original = trained(0);
    for (text, vector) in [("hello", [0.9, 0.43]), ("bye", [0.1, 0.99]), ("", [-0.7, 0.7])] {
        let vectors = TextVectors::everywhere(vector.to_vec());
        assert_eq!(model.classify(text, &vectors), original.classify(text, &vectors));
    }
    assert_eq!(model.early("Good morning!"), original.early("good morning"));
}

#[test]
fn the_same_rows_and_seed_give_the_same_bytes_on_any_number_of_threads() {
    let files = |threads| {
        let dir = tempfile::tempdir().unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| trained(3)).save(dir.path(), &stamp()).unwrap();
        [DESCRIPTION, NUMBERS, TERMS].map(|file| fs::read(dir.path().join(file)).unwrap())
    };
    assert_eq!(files(1), files(3));
}

#[test]
fn no_file_holds_an_example() {
    let dir = saved();
    for file in [DESCRIPTION, NUMBERS, TERMS] {
        let bytes = fs::read(dir.path().join(file)).unwrap();
        assert!(!bytes.windows(18).any(|window| window == b"hello there friend"), "{file}");
    }
}

#[test]
fn each_way_to_be_unusable_is_one_clear_error() {
    let again = "train again with `sottovoce train`";
    check(
        tempfile::tempdir().unwrap().path(),
        &format!("cannot read model.json: No such file or directory (os error 2); {again}, or check the path"),
    );
    for file in [NUMBERS, TERMS] {
        let dir = saved();
        let path = dir.path().join(file);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        check(dir.path(), &format!("{file} is damaged (its checksum is not the one in model.json); {again}"));
        fs::remove_file(&path).unwrap();
        check(dir.path(), &format!("cannot read {file}: No such file or directory (os error 2); {again}, or check the path"));
    }
    let dir = saved();
    let path = dir.path().join(DESCRIPTION);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    check(dir.path(), &format!("model.json is damaged (it is not a model description); {again}"));
    fs::write(&path, text.replace(&format!("\"format\": {FORMAT_VERSION}"), "\"format\": 9")).unwrap();
    check(dir.path(), &format!("model.json has model format 9, this program reads {FORMAT_VERSION}; {again}"));
    fs::write(&path, text.replace("\"greet\"", "\"greet\", \"more\"")).unwrap();
    check(dir.path(), &format!("model.safetensors is damaged (its tensors do not fit the description); {again}"));
    fs::write(&path, text.replace(&"ab".repeat(32), &"ef".repeat(32))).unwrap();
    let encoder = "was trained with the encoder efefefefefef…, but the encoder here is abababababab…; give that encoder, or";
    check(dir.path(), &format!("model.json {encoder} {again}"));
}

/// Exchanges a tensor of a saved model, with its checksum.
fn with_tensor(dir: &Path, name: &str, kind: Dtype, shape: &[usize], bytes: &[u8]) {
    let path = dir.join(NUMBERS);
    let old = fs::read(&path).unwrap();
    let tensors = SafeTensors::deserialize(&old).unwrap();
    let others = tensors.tensors().into_iter().filter(|(other, _)| other != name);
    let new = TensorView::new(kind, shape.to_vec(), bytes).unwrap();
    let all: Vec<(String, TensorView)> = others.chain([(name.to_owned(), new)]).collect();
    let numbers = safetensors::serialize(all, None).unwrap();
    let description = dir.join(DESCRIPTION);
    let text = fs::read_to_string(&description).unwrap();
    fs::write(&description, text.replace(&sha256(&old), &sha256(&numbers))).unwrap();
    fs::write(&path, numbers).unwrap();
}

#[test]
fn examples_that_cannot_be_are_refused() {
    let misfit = "model.safetensors is damaged (its tensors do not fit the description); train again with `sottovoce train`";
    for shape in [[1 << 40, 0], [0, 1 << 40], [0, 0]] {
        let dir = saved();
        with_tensor(dir.path(), "examples", Dtype::F32, &shape, &[]);
        check(dir.path(), misfit);
    }
    for ends in ["[4, 2]", "[2, 5]", "[2]", "[2, 1099511627776]"] {
        let dir = saved();
        let path = dir.path().join(DESCRIPTION);
        let mut description: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(description["example_ends"], serde_json::json!([2, 4]));
        description["example_ends"] = serde_json::from_str(ends).unwrap();
        fs::write(&path, description.to_string()).unwrap();
        check(dir.path(), misfit);
    }
}
