//! The filter `label`: a listed value as people read it, `{{ slots.role | label }}`.

use minijinja::{State, Value};

use super::message::in_words;

/// `cook` as `Cuoco/a`, the label of the slot's value in the language of the conversation; a value without one in words. What is no
/// text stays as it is.
pub(super) fn label(state: &State, value: &Value) -> Value {
    let Some(name) = value.as_str() else { return value.clone() };
    let known = state.lookup("labels").and_then(|labels| labels.get_item(value).ok());
    known.filter(|label| label.as_str().is_some()).unwrap_or_else(|| in_words(name).into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::flow::expression::{Expression, Scope};

    fn check(value: serde_json::Value, expected: &serde_json::Value) {
        let labels = [("cook".to_owned(), "Cuoco/a".to_owned())].into_iter().collect();
        let scope = Scope { value: Some(value), labels, ..Scope::default() };
        assert_eq!(Expression::new("value | label").unwrap().evaluate(&scope).unwrap(), *expected);
    }

    #[test]
    fn a_value_is_said_by_its_label_and_else_in_words() {
        check(json!("cook"), &json!("Cuoco/a"));
        check(json!("part_time"), &json!("Part time"));
        check(json!(3), &json!(3));
    }
}
