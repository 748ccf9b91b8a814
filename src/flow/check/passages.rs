//! Ways between flows: `run` and `go` name flows, and slots of these.

use super::Index;
use super::names::{slot_of, unknown};
use crate::diagnostics::Findings;
use crate::flow::draft::{FlowDraft, PassageDraft, VerbDraft};
use crate::flow::skeleton::Skeleton;

pub(super) fn check(index: &Index<'_>, _skeletons: &[Skeleton<'_>], findings: &mut Findings) {
    for flow in &index.drafts.flows {
        for step in flow.all_steps() {
            if let VerbDraft::Run(passage) | VerbDraft::Go(passage) = &step.verb {
                names(passage, flow, index, findings);
            }
        }
    }
}

fn names(passage: &PassageDraft, flow: &FlowDraft, index: &Index<'_>, findings: &mut Findings) {
    passage.save.iter().for_each(|(slot, _)| slot_of(flow, slot, findings));
    let Some(name) = &passage.flow else { return };
    let Some(other) = index.passage(passage) else {
        let known = index.flows.keys().map(|known| known.as_str());
        findings.push(unknown("flow", name.value.as_str(), &name.span, known));
        return;
    };
    passage.with.iter().for_each(|(slot, _)| slot_of(other, slot, findings));
}
