//! Sums of money, without floating point.

use serde::{Deserialize, Serialize};

/// A currency: its ISO 4217 code, the digits of its minor unit, its symbol.
type Facts = (&'static str, u32, &'static str);

/// The currencies that are understood.
const CURRENCIES: [Facts; 26] = [
    ("EUR", 2, "€"),
    ("GBP", 2, "£"),
    ("USD", 2, "$"),
    ("CHF", 2, "CHF"),
    ("JPY", 0, "¥"),
    ("CNY", 2, "CN¥"),
    ("INR", 2, "₹"),
    ("AUD", 2, "A$"),
    ("CAD", 2, "CA$"),
    ("NZD", 2, "NZ$"),
    ("SEK", 2, "SEK"),
    ("NOK", 2, "NOK"),
    ("DKK", 2, "DKK"),
    ("ISK", 0, "ISK"),
    ("PLN", 2, "PLN"),
    ("CZK", 2, "CZK"),
    ("HUF", 2, "HUF"),
    ("RON", 2, "RON"),
    ("TRY", 2, "₺"),
    ("UAH", 2, "₴"),
    ("RSD", 2, "RSD"),
    ("BRL", 2, "R$"),
    ("MXN", 2, "MX$"),
    ("ARS", 2, "ARS"),
    ("ZAR", 2, "ZAR"),
    ("KRW", 0, "₩"),
];

/// A sum of money; its `Debug` never shows the amount.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Money {
    /// In the currency's minor unit.
    minor: u64,
    currency: Facts,
}

/// As it is stored, and as expressions and actions see it.
#[derive(Clone, Serialize, Deserialize)]
struct Written {
    amount: String,
    currency: String,
}

/// No sum of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no sum of money in a known currency")]
pub struct NoMoney;

impl Money {
    /// A sum from digits with a decimal point ("12.5") and a currency's code.
    ///
    /// # Errors
    /// An unknown currency; anything but digits; more decimals than the currency has; more than 15 digits.
    pub fn new(amount: &str, currency: &str) -> Result<Self, NoMoney> {
        let currency = CURRENCIES.into_iter().find(|(code, ..)| *code == currency).ok_or(NoMoney)?;
        let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
        let digits = usize::try_from(currency.1).unwrap_or_default();
        let decimals = if decimals.len() > digits { decimals.trim_end_matches('0') } else { decimals };
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 15 || decimals.len() > digits || !plain(whole) || !plain(decimals) || amount.ends_with('.') {
            return Err(NoMoney);
        }
        let minor = format!("{whole}{decimals:0<digits$}").parse().map_err(|_| NoMoney)?;
        Ok(Self { minor, currency })
    }

    /// The amount with all decimals of its currency: "12.50".
    pub fn amount(&self) -> String {
        let unit = 10_u64.pow(self.currency.1);
        let digits = usize::try_from(self.currency.1).unwrap_or_default();
        let whole = self.minor / unit;
        if digits == 0 { whole.to_string() } else { format!("{whole}.{:0digits$}", self.minor % unit) }
    }

    /// The code of the currency: "EUR".
    pub fn currency(&self) -> &'static str {
        self.currency.0
    }

    /// The currency's symbol, else its code.
    pub fn symbol(&self) -> &'static str {
        self.currency.2
    }

    /// `{"amount": "12.50", "currency": "EUR"}`.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({"amount": self.amount(), "currency": self.currency()})
    }

    /// What [`Self::to_json`] wrote; a number is an amount, too.
    pub fn from_json(json: &serde_json::Value) -> Option<Self> {
        let amount = json.get("amount")?;
        let amount = amount.as_str().map(str::to_owned).or_else(|| amount.as_number().map(ToString::to_string))?;
        Self::new(&amount, json.get("currency")?.as_str()?).ok()
    }
}

impl TryFrom<Written> for Money {
    type Error = NoMoney;

    fn try_from(written: Written) -> Result<Self, NoMoney> {
        Self::new(&written.amount, &written.currency)
    }
}

impl From<Money> for Written {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency().to_owned() }
    }
}

impl std::fmt::Debug for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_kept_to_the_minor_unit() {
        let amount = |amount: &str, currency: &str| Money::new(amount, currency).map(|money| money.amount());
        assert_eq!(amount("12.5", "EUR").as_deref(), Ok("12.50"));
        assert_eq!(amount("0.05", "GBP").as_deref(), Ok("0.05"));
        assert_eq!(amount("12.500", "EUR").as_deref(), Ok("12.50"));
        assert_eq!(amount("1200", "JPY").as_deref(), Ok("1200"));
        assert_eq!(amount("999999999999999.99", "EUR").as_deref(), Ok("999999999999999.99"));
        for (wrong, currency) in
            [("", "EUR"), ("12.345", "EUR"), ("12.", "EUR"), (".5", "EUR"), ("-1", "EUR"), ("1e3", "EUR"), ("1", "XXX"), ("1.5", "JPY")]
        {
            assert_eq!(amount(wrong, currency), Err(NoMoney), "{wrong} {currency}");
        }
    }

    #[test]
    fn a_sum_survives_its_json_and_is_hidden_from_debug() {
        let money = Money::new("12.5", "EUR").unwrap();
        assert_eq!(Money::from_json(&money.to_json()), Some(money.clone()));
        assert_eq!(serde_json::from_str::<Money>(&serde_json::to_string(&money).unwrap()).unwrap(), money);
        assert!(serde_json::from_str::<Money>(r#"{"amount": "x", "currency": "EUR"}"#).is_err());
        assert_eq!(format!("{money:?}"), "[redacted]");
    }
}
