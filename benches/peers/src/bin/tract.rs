//! tract on the ONNX graph, made ready beforehand for the shape of each batch, which is the fastest way to use it.

use std::path::PathBuf;

use anyhow::Result;
use sottovoce_peers::{Arguments, Batch, Clock, Engine, Taken, Vectors, serve};
use tract_linalg::multithread::{Executor, multithread_tract_scope};
use tract_onnx::prelude::{DatumType, Framework, InferenceFact, InferenceModelExt, IntoRunnable, Tensor, tvec};
use tract_onnx::tract_core::internal::TypedSimpleState;

struct Tract {
    model: PathBuf,
    executor: Executor,
}

struct Input {
    state: TypedSimpleState,
    ids: Tensor,
    mask: Tensor,
}

impl Engine for Tract {
    type Input = Input;

    fn load(arguments: &Arguments) -> Result<Self> {
        let executor = if arguments.threads == 1 { Executor::SingleThread } else { Executor::multithread(arguments.threads) };
        Ok(Self { model: arguments.model()?.into(), executor })
    }

    fn input(&mut self, batch: &Batch) -> Result<Input> {
        let shape = batch.shape();
        let fact = || InferenceFact::dt_shape(DatumType::I64, shape);
        // Read anew, so that nothing but what is needed stays in memory.
        let graph = tract_onnx::onnx().model_for_path(&self.model)?;
        let plan = graph.with_input_fact(0, fact())?.with_input_fact(1, fact())?.into_optimized()?.into_runnable()?;
        Ok(Input { state: plan.spawn()?, ids: Tensor::from_shape(&shape, &batch.ids)?, mask: Tensor::from_shape(&shape, &batch.mask)? })
    }

    fn encode(&mut self, input: &mut Input) -> Result<(Taken, Vectors)> {
        let values = tvec!(input.ids.clone().into(), input.mask.clone().into());
        let clock = Clock::start();
        let outputs = multithread_tract_scope(self.executor.clone(), || input.state.run(values))?;
        let taken = clock.stop();
        let view = outputs[0].to_plain_array_view::<f32>()?;
        Ok((taken, view.outer_iter().map(|row| row.iter().copied().collect()).collect()))
    }
}

fn main() -> Result<()> {
    serve::<Tract>()
}
