//! Flows drawn, compared to the letter.

use super::*;
use crate::domain::FlowName;
use crate::flow::chart::{Chart, ChartWay, Dot, Mermaid};

const TRACK: &str = r#"
flows:
  track:
    start: [track_order]
    slots:
      order: {type: text}
      name: {type: person_name}
      state: {type: text}
    steps:
      - id: details
        ask: [order, name]
        on_no_match: [track.again, {say: track.sorry}, end]
      - id: known
        if: slots.order == "a<b>&\\c"
        then: [{call: create_application, with: {order: slots.order}, save: {state: result.state}}]
      - id: right
        confirm: track.summary
        no: details
  empty_handed:
    steps:
      - say: track.sorry
"#;

const MESSAGES: &str = "faq.hours: Nine.\ntrack: {again: Again?, sorry: Sorry., summary: Right?}\n";

const ACTIONS: &str = r"
actions:
  create_application:
    method: post
    url: https://hr.acme.example/applications
    recipient: {name: Acme HR, country: IT, basis: contract}
";

fn flows() -> Flows {
    let (flows, findings) = Bot { flows: TRACK, messages: vec![("en", MESSAGES)], actions: ACTIONS }.compile();
    flows.unwrap_or_else(|| panic!("{}", lines(&findings)))
}

fn chart(name: &str) -> Chart {
    flows().chart(&FlowName::new(name).unwrap()).unwrap()
}

#[test]
fn a_flow_is_drawn_in_mermaid_with_its_ends_and_what_is_markup_as_entities() {
    let expected = r#"flowchart TD
  subgraph f0["track"]
    f0_start(["track_order"])
    f0_0["details<br>ask order, name"]
    f0_1{"known<br>if slots.order == #34;a#60;b#62;#38;#92;#92;c#34;"}
    f0_2{"right<br>confirm track.summary"}
    f0_3["0.on_no_match.1<br>say track.sorry"]
    f0_4(["0.on_no_match.2<br>end"])
    f0_5["1.then.0<br>call create_application"]
    f0_stop(["end"])
    f0_start --> f0_0
    f0_0 --> f0_1
    f0_0 -->|"no match"| f0_3
    f0_1 -->|"yes"| f0_5
    f0_1 -->|"no"| f0_2
    f0_2 -->|"yes"| f0_stop
    f0_2 -->|"no"| f0_0
    f0_3 --> f0_4
    f0_5 --> f0_2
    f0_5 -->|"failed"| f0_2
  end"#;
    assert_eq!(Mermaid(&[chart("track")]).to_string(), expected);
}

#[test]
fn a_flow_is_drawn_in_dot_with_quotes_and_backslashes_escaped() {
    let expected = r#"digraph flows {
  node [shape=box];
  subgraph cluster_f0 {
    label="track";
    f0_start [label="track_order", shape=oval];
    f0_0 [label="details\nask order, name"];
    f0_1 [label="known\nif slots.order == \"a<b>&amp;\\\\c\"", shape=diamond];
    f0_2 [label="right\nconfirm track.summary", shape=diamond];
    f0_3 [label="0.on_no_match.1\nsay track.sorry"];
    f0_4 [label="0.on_no_match.2\nend", shape=oval];
    f0_5 [label="1.then.0\ncall create_application"];
    f0_stop [label="end", shape=oval];
    f0_start -> f0_0;
    f0_0 -> f0_1;
    f0_0 -> f0_3 [label="no match"];
    f0_1 -> f0_5 [label="yes"];
    f0_1 -> f0_2 [label="no"];
    f0_2 -> f0_stop [label="yes"];
    f0_2 -> f0_0 [label="no"];
    f0_3 -> f0_4;
    f0_5 -> f0_2;
    f0_5 -> f0_2 [label="failed"];
  }
}"#;
    assert_eq!(Dot(&[chart("track")]).to_string(), expected);
}

#[test]
fn several_flows_stand_in_one_drawing_in_the_order_of_their_names() {
    let all = flows().charts();
    assert_eq!(all.iter().map(|chart| chart.flow.as_str()).collect::<Vec<_>>(), ["empty_handed", "track"]);
    let drawn = Mermaid(&all).to_string();
    let first = r#"flowchart TD
  subgraph f0["empty_handed"]
    f0_start(["start"])
    f0_0["0<br>say track.sorry"]
    f0_stop(["end"])
    f0_start --> f0_0
    f0_0 --> f0_stop
  end
  subgraph f1["track"]
    f1_start(["track_order"])
"#;
    assert!(drawn.starts_with(first), "{drawn}");
    assert!(Dot(&all).to_string().contains("\n  }\n  subgraph cluster_f1 {\n    label=\"track\";\n"));
}

#[test]
fn a_way_that_ends_the_flow_leads_nowhere() {
    let way = ChartWay { from: "right".into(), to: None, when: Some("yes".into()) };
    assert!(chart("track").ways.contains(&way));
}

#[test]
fn a_long_condition_is_shortened_in_drawings_only() {
    let long = format!("slots.order == \"{}\"", "x".repeat(100));
    let text = format!(
        "flows:\n  long:\n    slots: {{order: {{type: text}}}}\n    steps:\n      - {{id: a, ask: order, say: b.c}}\n      - if: '{long}'\n        then: [{{say: b.c}}]\n      - say: b.c\n"
    );
    let (flows, findings) = Bot::new(&text, "faq.hours: Nine.\nb: {c: C}\n").compile();
    let charts = flows.unwrap_or_else(|| panic!("{}", lines(&findings))).charts();
    assert_eq!(charts[0].steps[1].about, long);
    assert!(Dot(&charts).to_string().contains(&format!("\\nif slots.order == \\\"{}…\"", "x".repeat(60))));
}

#[test]
fn a_step_that_runs_or_goes_over_to_a_flow_points_at_it_where_both_are_drawn() {
    let text = "flows:\n  ask_name:\n    slots: {name: {type: person_name}}\n    steps:\n      - {id: name, ask: name, say: b.c}\n  leave:\n    steps:\n      - run: ask_name\n      - say: b.c\n      - go: ask_name\n";
    let (flows, findings) = Bot::new(text, "faq.hours: Nine.\nb: {c: C}\n").compile();
    let flows = flows.unwrap_or_else(|| panic!("{}", lines(&findings)));
    let all = flows.charts();
    let drawn = Mermaid(&all).to_string();
    assert!(drawn.ends_with("\n  end\n  f1_0 -.-> f0_start\n  f1_2 -.-> f0_start"), "{drawn}");
    let drawn = Dot(&all).to_string();
    assert!(drawn.ends_with("\n  f1_0 -> f0_start [style=dashed];\n  f1_2 -> f0_start [style=dashed];\n}"), "{drawn}");
    assert!(!Mermaid(&all[1..]).to_string().contains("-.->"), "the other flow is not drawn");
}
