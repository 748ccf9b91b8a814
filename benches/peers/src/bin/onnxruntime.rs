//! ONNX Runtime on an ONNX graph; `ORT_DYLIB_PATH` names its library.

use std::path::Path;

use anyhow::{Context, Result};
use ort::environment::Environment;
use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::Tensor;
use sottovoce_peers::{Arguments, Batch, Clock, Engine, Taken, Vectors, serve};

struct OnnxRuntime {
    session: Session,
    _environment: Environment,
}

struct Input {
    ids: Tensor<i64>,
    mask: Tensor<i64>,
}

impl Engine for OnnxRuntime {
    type Input = Input;

    fn load(arguments: &Arguments) -> Result<Self> {
        Ok(session(arguments.model()?, arguments.threads)?)
    }

    fn input(&mut self, batch: &Batch) -> Result<Input> {
        let tensor = |values: &[i64]| Tensor::from_array((batch.shape(), values.to_vec()));
        Ok(Input { ids: tensor(&batch.ids)?, mask: tensor(&batch.mask)? })
    }

    fn encode(&mut self, input: &mut Input) -> Result<(Taken, Vectors)> {
        let clock = Clock::start();
        let outputs = self.session.run(ort::inputs!["input_ids" => &input.ids, "attention_mask" => &input.mask])?;
        let taken = clock.stop();
        let (shape, values) = outputs["vector"].try_extract_tensor::<f32>()?;
        let width = usize::try_from(*shape.last().context("a shape")?)?;
        Ok((taken, values.chunks(width).map(<[f32]>::to_vec).collect()))
    }
}

/// Its settings as they are but for the threads; all optimizations are its default, too.
fn session(model: &Path, threads: usize) -> ort::Result<OnnxRuntime> {
    let environment = ort::init().with_telemetry(false).build()?;
    let builder = Session::builder(&environment)?.with_optimization_level(GraphOptimizationLevel::All)?;
    let session = builder.with_intra_threads(threads)?.with_inter_threads(1)?.commit_from_file(model)?;
    Ok(OnnxRuntime { session, _environment: environment })
}

fn main() -> Result<()> {
    serve::<OnnxRuntime>()
}
