//! `reject` rules: where they stand, and what they say.

use super::check;
use super::written::written;

#[test]
fn the_rules_of_a_slot_hold_wherever_it_is_asked_for_and_their_text_says_the_value() {
    let flows = written(
        "
flows:
  apply:
    start: [apply]
    slots:
      day: {type: date, reject: [{when: value | weekday == \"sunday\", say: m.closed}]}
      role: {type: role}
    steps:
      - {id: day, ask: day, say: Which day?}
      - id: role
        ask: role
        say: 'As what?'
        choices: slot
        reject: [{when: value == \"cook\", say: 'No {{ value | label }} on {{ slots.day | day }}: {{ options }}?'}]
      - if: slots.role == \"driver\"
        then: [{id: other, ask: {day: {say: Which other day?, reject: [{when: value == slots.role, say: m.closed}]}}}]
      - say: '{{ slots.role }}, {{ slots.day | day }}.'
messages: {m: {closed: 'On {{ value | day }} we are closed.'}, faq: {parking: Behind the house.}}
",
    );
    check(
        &flows,
        "> apply
         < Which day?
         > 2026-03-08
         < On Sunday 8 March 2026 we are closed.
         < Which day?
         > 2026-03-09
         < As what? [Driver | Cook]
         > a cook
         < No Cook on Monday 9 March 2026: Driver, Cook?
         < As what? [Driver | Cook]
         > a driver
         < driver, Monday 9 March 2026.
         .",
    );
}

#[test]
fn a_value_told_early_is_refused_by_the_rules_of_its_slot() {
    let flows = written(
        "
flows:
  apply:
    start: [apply]
    slots:
      day: {type: date, reject: [{when: 'value | weekday in [\"sunday\", \"monday\"]', say: '{{ value | day }} is no day of ours.'}]}
    steps:
      - {id: day, ask: day, say: Which day?}
      - say: 'On {{ slots.day | day }}.'
",
    );
    check(
        &flows,
        "> apply 2026-03-09\n< Monday 9 March 2026 is no day of ours.\n< Which day?\n> 2026-03-10\n< On Tuesday 10 March 2026.\n.",
    );
}
