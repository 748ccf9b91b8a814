//! What looks like a secret that was written into an action: it would be read by everyone who reads the bot.

/// Parts of a header's name that say that it carries a secret.
const SECRET_WORDS: [&str; 10] =
    ["authorization", "authentication", "auth", "cookie", "token", "secret", "password", "apikey", "credential", "credentials"];
/// What makes a `key` one that opens something; `Idempotency-Key` opens nothing.
const OF_KEYS: [&str; 6] = ["api", "access", "auth", "subscription", "functions", "private"];
/// How values of secret headers begin (RFC 6750, RFC 7617).
const SCHEMES: [&str; 3] = ["Bearer", "Basic", "Token"];
/// The shortest value that is taken for a key by its looks.
const SHORTEST_KEY: usize = 16;

/// The words of a name, in lower case: `X-Api-Key`, `api_key`, `accessToken`.
fn words(name: &str) -> Vec<String> {
    let mut spaced = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && spaced.ends_with(|before: char| before.is_ascii_lowercase()) {
            spaced.push(' ');
        }
        spaced.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// Whether a header or a parameter of this name carries a secret.
pub(super) fn names_a_secret(name: &str) -> bool {
    let words = words(name);
    let opens = |pair: &[String]| matches!(pair, [of, key] if key == "key" && OF_KEYS.contains(&of.as_str()));
    words.iter().any(|word| SECRET_WORDS.contains(&word.as_str())) || words.windows(2).any(opens)
}

/// Whether a header's value is a secret whatever the header's name: `Bearer abc…`.
pub(super) fn is_a_secret(value: &str) -> bool {
    let Some((scheme, secret)) = value.trim().split_once(' ') else { return false };
    let has = |what: fn(char) -> bool| secret.contains(what);
    let is_coded = has(|c| c.is_ascii_digit() || c == '=') || has(|c| c.is_ascii_uppercase()) && has(|c| c.is_ascii_lowercase());
    let is_bearer = scheme.eq_ignore_ascii_case("Bearer");
    SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) && !secret.contains(' ') && (is_bearer || is_coded)
}

/// The parameter of an address that holds a secret.
pub(super) fn in_query(url: &str) -> Option<&str> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let mut parameters = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(_, value)| !value.is_empty());
    parameters
        .find(|(name, value)| names_a_secret(name) || matches!(*name, "key" | "sig" | "signature") && looks_random(value))
        .map(|(name, _)| name)
}

/// Long, of letters and digits, and no words.
fn looks_random(value: &str) -> bool {
    let has = |what: fn(&char) -> bool| value.chars().any(|c| what(&c));
    value.len() >= SHORTEST_KEY && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_its_name() {
        for name in [
            "Authorization",
            "X-Api-Key",
            "api_key",
            "apikey",
            "accessToken",
            "X-Auth-Token",
            "Ocp-Apim-Subscription-Key",
            "client_secret",
            "Cookie",
        ] {
            assert!(names_a_secret(name), "{name}");
        }
        for name in ["X-Tenant", "Accept", "Idempotency-Key", "sort_key", "X-Author", "Content-Type", "tokens_left_by", "monkey", "key"] {
            assert!(!names_a_secret(name), "{name}");
        }
    }

    #[test]
    fn a_secret_is_known_by_its_looks() {
        for value in ["Bearer abc", "bearer eyJhbGciOi", "Basic dXNlcjpwYXNz", "Token 9f2a"] {
            assert!(is_a_secret(value), "{value}");
        }
        for value in ["rossi", "Basic plan", "Bearer of good news", "Token", "application/json"] {
            assert!(!is_a_secret(value), "{value}");
        }
    }

    #[test]
    fn a_secret_in_an_address_is_found_by_its_parameter() {
        for (url, parameter) in [
            ("https://a.example/x?token=abc", Some("token")),
            ("https://a.example/x?page=2&api_key=1", Some("api_key")),
            ("https://a.example/x?key=AIzaSyD4f5g6h7j8k9", Some("key")),
            ("https://a.example/x?key=name&sort=token", None),
            ("https://a.example/token=abc", None),
            ("https://a.example/x?token=#token=abc", None),
        ] {
            assert_eq!(in_query(url), parameter, "{url}");
        }
    }
}
