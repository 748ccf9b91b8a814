//! The report as one page of HTML: no script, nothing from outside, light and dark, fit to print.

use std::fmt::Write;

use super::markdown::{example, words};
use super::plot::{Axis, Plot, escaped};
use super::{Latency, Report, Sentences, ms, percent};
use crate::nlu::calibrate::count;
use crate::nlu::evaluate::{Confused, Operating, PerIntent, Stages};

const STYLE: &str = include_str!("page.css");
/// Height of a square-looking plot, and of a flat one.
const TALL: f64 = 380.0;
const FLAT: f64 = 190.0;

impl Report {
    /// The page; sentences of confused rows only where they may be shown.
    pub fn html(&self, sentences: Sentences) -> String {
        let origin = &self.facts.provenance;
        let title = escaped(&format!("Evaluation: {}", origin.title));
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p class=\"soft\">{}; {} rows judged; sottovoce {}, {}.</p>\n",
            escaped(&capital(&origin.mode.words())),
            self.evaluation.rows,
            escaped(&origin.version),
            escaped(&origin.encoder.name)
        );
        self.cards(&mut page);
        self.all_figures(&mut page);
        self.calibration_section(&mut page);
        self.rejection_section(&mut page);
        self.learning_section(&mut page);
        self.stages_section(&mut page);
        self.confused_section(sentences, &mut page);
        self.runs_section(&mut page);
        self.intents_section(&mut page);
        let lines = self.origin_lines();
        let rows = lines.iter().map(|(name, value)| format!("{}<td class=\"hash\">{}</td>", head(name), escaped(value)));
        section(&mut page, "Where these figures come from");
        table(&mut page, "Program, encoder, data (SHA-256) and settings", &[("what", ""), ("value", "")], rows);
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }

    fn cards(&self, page: &mut String) {
        let figures = &self.evaluation;
        let mut cards = vec![
            (percent(figures.accuracy), "accuracy".to_owned()),
            (percent(figures.in_scope_accuracy), "in-scope accuracy, rejections wrong".to_owned()),
            (percent(figures.macro_f1), "macro F1".to_owned()),
            (percent(figures.ece), "calibration error".to_owned()),
        ];
        if let Some(oos) = &figures.oos {
            cards.push((percent(oos.recall), "of out-of-scope rows rejected".to_owned()));
            cards.push((format!("{:.3}", oos.auroc), "AUROC out of scope".to_owned()));
        }
        cards.push((format!("{} ms", ms(self.facts.latency_us.mean)), "a sentence, on average".to_owned()));
        page.push_str("<ul class=\"cards\">\n");
        for (value, name) in cards {
            let _ = writeln!(page, "<li><strong>{value}</strong><span>{name}</span></li>");
        }
        page.push_str("</ul>\n");
    }

    fn all_figures(&self, page: &mut String) {
        section(page, "All figures");
        let rows = self.figures().into_iter().map(|(name, value)| format!("{}<td>{}</td>", head(name), escaped(&value)));
        table(page, "Means over all runs; the interval is a bootstrap over rows", &[("figure", ""), ("value", "")], rows);
    }

    fn calibration_section(&self, page: &mut String) {
        let bins = &self.evaluation.calibration;
        let Some(most) = bins.iter().map(|bin| bin.rows).max() else { return };
        section(page, "Calibration: how far stated confidence can be trusted");
        page.push_str(
            "<p>Each bar is the share of right answers among the rows whose stated confidence lies in its interval, the dot their mean \
             confidence. On the dashed line confidence is what it says; a bar below it is too sure, one above it too modest.</p>\n<div class=\"pair\">\n<div>\n",
        );
        let description = format!("{} bins; expected calibration error {}", bins.len(), percent(self.evaluation.ece));
        let mut plot =
            Plot::new("Reliability diagram", &description, TALL, Axis::share("stated confidence"), Axis::share("share that is right"));
        for bin in bins {
            let words = format!("{} rows: {} right at {} stated", bin.rows, percent(bin.accuracy), percent(bin.confidence));
            plot.bar("bar", (bin.low, bin.high), bin.accuracy, &words);
        }
        plot.line("even", [(0.0, 0.0), (1.0, 1.0)].into_iter());
        for bin in bins {
            plot.dot("dot", (bin.confidence, bin.accuracy), &format!("{} rows", bin.rows));
        }
        figure(page, &plot.svg("reliability"), &format!("Reliability diagram. {}.", escaped(&description)));
        let up =
            Axis { label: "rows", low: 0.0, high: count(most) * 1.15, ticks: vec![(0.0, "0".to_owned()), (count(most), most.to_string())] };
        let mut plot = Plot::new("Rows by stated confidence", "How many rows each bin has", FLAT, Axis::share("stated confidence"), up);
        for bin in bins {
            plot.bar("bar", (bin.low, bin.high), count(bin.rows), &format!("{} rows", bin.rows));
            plot.words((f64::midpoint(bin.low, bin.high), count(bin.rows)), &bin.rows.to_string());
        }
        figure(page, &plot.svg("bins"), "Rows in each bin: a bar of few rows says little.");
        page.push_str("</div>\n");
        let rows = bins.iter().map(|bin| {
            let interval = format!("{:.0} to {:.0} %", 100.0 * bin.low, 100.0 * bin.high);
            format!("{}{}", head(&interval), numbers(&[bin.rows.to_string(), percent(bin.confidence), percent(bin.accuracy)]))
        });
        let columns = [("confidence", ""), ("rows", "n"), ("mean", "n"), ("right", "n")];
        table(page, "The same as numbers", &columns, rows);
        page.push_str("</div>\n");
    }

    fn rejection_section(&self, page: &mut String) {
        let (Some(curve), Some(oos)) = (&self.evaluation.rejection_curve, &self.evaluation.oos) else { return };
        section(page, "Out of scope: what rejection costs and brings");
        page.push_str("<p>Both curves run over all thresholds. <span class=\"key\">The large dot</span> is what the model decided.");
        page.push_str(if self.runs.len() > 1 {
            " Scores of different trainings cannot be compared: the curves are of the first run.</p>\n"
        } else {
            "</p>\n"
        });
        let chosen = curve.chosen;
        let said = |point: &Operating| {
            format!(
                "{} of in-scope rows accepted, {} of out-of-scope rows rejected, {} of rejections right",
                percent(point.in_scope_accepted),
                percent(point.recall),
                percent(point.precision)
            )
        };
        let roc = |point: &Operating| (point.oos_accepted, point.in_scope_accepted);
        let mut plot = Plot::new(
            "ROC curve of rejection",
            &format!("Area {:.3}; {}", oos.auroc, said(&chosen)),
            TALL,
            Axis::share("out-of-scope rows accepted"),
            Axis::share("in-scope rows accepted"),
        );
        plot.line("even", [(0.0, 0.0), (1.0, 1.0)].into_iter());
        plot.line("line", curve.points.iter().map(roc));
        plot.dot("chosen", roc(&chosen), &said(&chosen));
        page.push_str("<div class=\"pair\">\n");
        let caption = format!(
            "ROC curve: the nearer to the upper left, the better. Area {:.3}; {} of out-of-scope rows pass where 95 % of the others do.",
            oos.auroc,
            percent(oos.fpr95)
        );
        figure(page, &plot.svg("roc"), &caption);
        let pr = |point: &Operating| (point.recall, point.precision);
        let mut plot = Plot::new(
            "Precision and recall of rejection",
            &said(&chosen),
            TALL,
            Axis::share("out-of-scope rows rejected (recall)"),
            Axis::share("rejections that are right (precision)"),
        );
        plot.line("line", curve.points.iter().filter(|point| point.recall > 0.0).map(pr));
        plot.dot("chosen", pr(&chosen), &said(&chosen));
        figure(
            page,
            &plot.svg("pr"),
            &format!("Precision and recall of rejection: the nearer to the upper right, the better. Decided: {}.", said(&chosen)),
        );
        page.push_str("</div>\n");
    }

    fn learning_section(&self, page: &mut String) {
        let points = &self.facts.learning_curve;
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        section(page, "Learning curve: what more examples would bring");
        let at = |rows: usize| count(rows.max(1)).log2();
        let lowest = points.iter().map(|point| point.accuracy - point.spread.unwrap_or(0.0)).fold(1.0, f64::min);
        // From a round tenth below the lowest point, so that the curve fills the plane.
        let tenths = (lowest * 10.0).floor().clamp(0.0, 9.0);
        let steps = (0..=10).map(f64::from).filter(|step| *step >= tenths).map(|step| (step / 10.0, format!("{:.0} %", 10.0 * step)));
        let up = Axis { label: "accuracy", low: tenths / 10.0, high: 1.0, ticks: steps.collect() };
        let ticks = points.iter().map(|point| (at(point.rows_per_intent), point.rows_per_intent.to_string())).collect();
        let across = Axis { label: "rows of each intent, at most", low: at(first.rows_per_intent), high: at(last.rows_per_intent), ticks };
        let description = format!("From {} to {}", percent(first.accuracy), percent(last.accuracy));
        let mut plot = Plot::new("Learning curve", &description, TALL, across, up);
        plot.line("line", points.iter().map(|point| (at(point.rows_per_intent), point.accuracy)));
        for point in points {
            let x = at(point.rows_per_intent);
            if let Some(spread) = point.spread {
                plot.range("axis", x, (point.accuracy - spread, point.accuracy + spread));
            }
            plot.dot("dot", (x, point.accuracy), &format!("{} rows of each intent: {}", point.rows_per_intent, percent(point.accuracy)));
        }
        page.push_str("<div class=\"pair\">\n");
        figure(page, &plot.svg("learning"), "Accuracy by rows of each intent; bars are one standard deviation over trainings.");
        let rows = points.iter().map(|point| {
            let spread = point.spread.map_or(String::new(), |spread| format!(" ± {:.2}", 100.0 * spread));
            let cells = [point.rows.to_string(), format!("{}{spread}", percent(point.accuracy)), point.runs.to_string()];
            format!("{}{}", head(&point.rows_per_intent.to_string()), numbers(&cells))
        });
        table(page, "The same as numbers", &[("rows of each intent", ""), ("rows", "n"), ("accuracy", "n"), ("trainings", "n")], rows);
        page.push_str("</div>\n");
    }

    fn stages_section(&self, page: &mut String) {
        section(page, "Stages and time");
        let Stages { exact, lexical, early_exit, full } = self.evaluation.stages;
        let all = count((exact + lexical + early_exit + full).max(1));
        let rows = [("exact", exact), ("lexical", lexical), ("early_exit", early_exit), ("full", full)].map(|(stage, answered)| {
            let share = count(answered) / all;
            let times = match self.facts.stage_latency_us.get(stage) {
                Some(Latency { rows, mean, p50, p95, p99 }) => numbers(&[rows.to_string(), ms(*mean), ms(*p50), ms(*p95), ms(*p99)]),
                None => numbers(&["0", "–", "–", "–", "–"].map(str::to_owned)),
            };
            format!("{}{}<td class=\"share\">{}</td>{times}", head(&words(stage)), numbers(&[answered.to_string()]), meter(share))
        });
        let columns =
            [("stage", ""), ("rows", "n"), ("share", ""), ("timed", "n"), ("mean, ms", "n"), ("p50", "n"), ("p95", "n"), ("p99", "n")];
        table(page, "Which stage answered, and how long a whole understanding took, encoder included", &columns, rows.into_iter());
    }

    fn confused_section(&self, sentences: Sentences, page: &mut String) {
        section(page, "Most confused");
        if self.evaluation.confused.is_empty() {
            page.push_str("<p>Nothing was mixed up.</p>\n");
            return;
        }
        if sentences.0.is_none() {
            page.push_str("<p class=\"soft\">Sentences may be personal, so that rows are named by number; with <code>--with-texts</code> the sentences stand here.</p>\n");
        }
        let rows = self.evaluation.confused.iter().map(|Confused { truth, taken_for, rows, examples }| {
            let such: Vec<String> = examples.iter().map(|row| format!("<div>{}</div>", escaped(&example(*row, sentences)))).collect();
            let such = such.concat();
            format!(
                "{}<td class=\"name\">{}</td>{}<td class=\"said\">{such}</td>",
                head(truth),
                breaking(taken_for),
                numbers(&[rows.to_string()])
            )
        });
        table(
            page,
            if self.runs.len() > 1 {
                "Pairs of intents that were mixed up, rows of all runs together"
            } else {
                "Pairs of intents that were mixed up, most rows first"
            },
            &[("intent", ""), ("taken for", ""), ("rows", "n"), ("such as", "")],
            rows,
        );
    }

    fn runs_section(&self, page: &mut String) {
        if self.runs.len() < 2 {
            return;
        }
        section(page, "Runs");
        let rows = self.runs.iter().map(|run| {
            let figures = &run.evaluation;
            let cells = [figures.accuracy, figures.macro_f1, figures.in_scope_accuracy, figures.ece].map(percent);
            format!("{}{}", head(&run.seed.to_string()), numbers(&cells))
        });
        let columns = [("seed", ""), ("accuracy", "n"), ("macro F1", "n"), ("in-scope accuracy", "n"), ("calibration error", "n")];
        table(page, "Each training by itself", &columns, rows);
    }

    fn intents_section(&self, page: &mut String) {
        section(page, "Intents");
        let mut intents: Vec<(&String, &PerIntent)> = self.evaluation.intents.iter().collect();
        intents.sort_by(|a, b| a.1.f1.total_cmp(&b.1.f1).then(a.0.cmp(b.0)));
        let rows = intents.into_iter().map(|(name, figures)| {
            let cells = numbers(&[figures.rows.to_string(), percent(figures.precision), percent(figures.recall)]);
            format!("{}{cells}<td class=\"share\">{}</td>", head(name), meter(figures.f1))
        });
        let columns = [("intent", ""), ("rows", "n"), ("precision", "n"), ("recall", "n"), ("F1", "")];
        table(page, "Each intent, the worst first", &columns, rows);
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

fn section(page: &mut String, title: &str) {
    let _ = writeln!(page, "<h2>{}</h2>", escaped(title));
}

/// A picture with its caption, which is HTML.
fn figure(page: &mut String, svg: &str, caption: &str) {
    let _ = writeln!(page, "<figure>\n{svg}\n<figcaption>{caption}</figcaption>\n</figure>");
}

/// A name that may go on in the next line behind an underscore.
fn breaking(name: &str) -> String {
    escaped(name).replace('_', "_<wbr>")
}

/// The first cell of a row.
fn head(name: &str) -> String {
    format!("<th scope=\"row\" class=\"name\">{}</th>", breaking(name))
}

fn numbers(cells: &[String]) -> String {
    cells.iter().map(|cell| format!("<td class=\"n\">{}</td>", escaped(cell))).collect::<Vec<_>>().concat()
}

/// A share as a number and a bar.
fn meter(share: f64) -> String {
    format!("<span class=\"meter\" aria-hidden=\"true\"><i style=\"width:{:.1}%\"></i></span>{}", 100.0 * share, percent(share))
}

/// A table that scrolls by itself where it is too wide; `columns` are names and classes.
fn table(page: &mut String, caption: &str, columns: &[(&str, &str)], rows: impl Iterator<Item = String>) {
    let caption = escaped(caption);
    let _ = writeln!(
        page,
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n<caption>{caption}</caption>\n<thead><tr>"
    );
    for (name, class) in columns {
        let _ = write!(page, "<th scope=\"col\" class=\"{class}\">{}</th>", escaped(name));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        let _ = writeln!(page, "<tr>{row}</tr>");
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}
