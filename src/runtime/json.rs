//! An understanding as the JSON that `parse` prints on the command line and over HTTP.

use serde_json::{Value, json};

use crate::domain::{Decision, Entity, FaqHit, Understanding};

/// The understanding's fields, and the FAQ hit beside them; offsets in Unicode code points.
pub fn understanding_json(understanding: &Understanding, faq: Option<&FaqHit>) -> Value {
    let decision = match &understanding.decision {
        Decision::Intent(intent) => json!({"kind": "intent", "intent": intent}),
        Decision::Ambiguous(first, second) => json!({"kind": "ambiguous", "intent": first, "second": second}),
        Decision::OutOfScope => json!({"kind": "out_of_scope", "intent": null}),
    };
    let text = understanding.utterance.as_str();
    let ranked: Vec<Value> =
        understanding.ranked.iter().map(|score| json!({"intent": score.intent, "confidence": rounded(score.confidence)})).collect();
    let entities: Vec<Value> = understanding.entities.iter().map(|entity| entity_json(entity, text)).collect();
    let timings = understanding.timings;
    json!({
        "text": text,
        "lang": understanding.language,
        "decision": decision,
        "ranked": ranked,
        "entities": entities,
        "faq": faq.map(|hit| json!({"id": hit.id, "answer": hit.answer, "confidence": rounded(hit.confidence)})),
        "timings_us": {
            "tokenize": timings.tokenize_us,
            "encode": timings.encode_us,
            "head": timings.head_us,
            "total": timings.total_us,
        },
        "stage": understanding.stage.as_str(),
    })
}

fn entity_json(entity: &Entity, text: &str) -> Value {
    let covered: String = text.chars().skip(entity.start).take(entity.end.saturating_sub(entity.start)).collect();
    let clear = entity.strength == crate::domain::Strength::Clear;
    json!({
        "type": entity.kind,
        "value": entity.value.to_json(),
        "text": covered,
        "start": entity.start,
        "end": entity.end,
        "clear": clear,
    })
}

/// Four decimals are more than a confidence is good for.
fn rounded(confidence: f64) -> f64 {
    (confidence * 10_000.0).round() / 10_000.0
}
