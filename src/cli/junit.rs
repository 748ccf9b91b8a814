//! Test results as `JUnit` XML, which continuous integration systems read.

use std::fmt::{self, Display, Write};

use super::rehearsal::Miss;

/// A suite of tests.
pub(super) struct Suite<'a> {
    /// What was tested.
    pub(super) name: &'a str,
    /// The tests.
    pub(super) cases: Vec<Case<'a>>,
}

/// One test.
pub(super) struct Case<'a> {
    pub(super) name: &'a str,
    pub(super) file: &'a str,
    pub(super) line: usize,
    pub(super) seconds: f64,
    pub(super) misses: &'a [Miss],
}

impl Display for Suite<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.cases.iter().filter(|case| !case.misses.is_empty()).count();
        let seconds: f64 = self.cases.iter().map(|case| case.seconds).sum();
        let totals = format!("name=\"{}\" tests=\"{}\" failures=\"{failed}\" time=\"{seconds:.3}\"", Escaped(self.name), self.cases.len());
        writeln!(f, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(f, "<testsuites {totals}>\n  <testsuite {totals} errors=\"0\" skipped=\"0\">")?;
        self.cases.iter().try_for_each(|case| case.fmt(f))?;
        write!(f, "  </testsuite>\n</testsuites>")
    }
}

impl Display for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, file) = (Escaped(self.name), Escaped(self.file));
        write!(
            f,
            "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{}\" time=\"{:.3}\"",
            self.line, self.seconds
        )?;
        if self.misses.is_empty() {
            return writeln!(f, "/>");
        }
        writeln!(f, ">")?;
        for Miss { line, step, expected, actual, .. } in self.misses {
            let message = format!("step {step}: expected {expected}");
            let text = format!("{}:{line}, step {step}\nexpected  {expected}\nbut       {actual}", self.file);
            writeln!(f, "      <failure message=\"{}\">{}</failure>", Escaped(&message), Escaped(&text))?;
        }
        writeln!(f, "    </testcase>")
    }
}

/// A text as XML 1.0 can hold it, in attributes too: its markup is escaped, and characters that XML has no way to write
/// (<https://www.w3.org/TR/xml/#charsets>) become U+FFFD.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&apos;")?,
                '\n' | '\t' | '\r' => write!(f, "&#{};", u32::from(c))?,
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_each_failure_and_escapes_what_authors_and_bots_write() {
        let miss = Miss { line: 7, step: 2, expected: "bot: a<b".into(), actual: "the bot said \"x & y\"\u{1b}\nz".into(), turns: 1 };
        let misses = [miss];
        let case = |name, misses| Case { name, file: "tests/a.yaml", line: 3, seconds: 0.25, misses };
        let suite = Suite { name: "desk", cases: vec![case("it's fine", &[][..]), case("it fails", &misses)] };
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <testsuites name=\"desk\" tests=\"2\" failures=\"1\" time=\"0.500\">\n  \
            <testsuite name=\"desk\" tests=\"2\" failures=\"1\" time=\"0.500\" errors=\"0\" skipped=\"0\">\n    \
            <testcase name=\"it&apos;s fine\" classname=\"tests/a.yaml\" file=\"tests/a.yaml\" line=\"3\" time=\"0.250\"/>\n    \
            <testcase name=\"it fails\" classname=\"tests/a.yaml\" file=\"tests/a.yaml\" line=\"3\" time=\"0.250\">\n      \
            <failure message=\"step 2: expected bot: a&lt;b\">tests/a.yaml:7, step 2&#10;expected  bot: a&lt;b&#10;\
            but       the bot said &quot;x &amp; y&quot;\u{fffd}&#10;z</failure>\n    </testcase>\n  </testsuite>\n</testsuites>";
        assert_eq!(suite.to_string(), expected);
    }
}
