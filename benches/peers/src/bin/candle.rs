//! candle's own BERT; it takes its threads from `RAYON_NUM_THREADS`.

use anyhow::Result;
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
// Only for its AVX-512 kernels, see Cargo.toml.
use gemm as _;
use sottovoce_peers::{Arguments, Batch, Clock, Engine, Taken, Vectors, serve};

struct Candle {
    model: BertModel,
}

/// Token ids, token types and mask.
struct Input {
    ids: Tensor,
    types: Tensor,
    mask: Tensor,
}

impl Engine for Candle {
    type Input = Input;

    fn load(arguments: &Arguments) -> Result<Self> {
        let config: Config = serde_json::from_slice(&std::fs::read(arguments.encoder.join("config.json"))?)?;
        let weights = candle_core::safetensors::load(arguments.encoder.join("model.safetensors"), &Device::Cpu)?;
        Ok(Self { model: BertModel::load(VarBuilder::from_tensors(weights, DType::F32, &Device::Cpu), &config)? })
    }

    fn input(&mut self, batch: &Batch) -> Result<Input> {
        let ids = Tensor::from_slice(&batch.ids, &batch.shape(), &Device::Cpu)?;
        Ok(Input { types: ids.zeros_like()?, mask: Tensor::from_slice(&batch.mask, &batch.shape(), &Device::Cpu)?, ids })
    }

    fn encode(&mut self, input: &mut Input) -> Result<(Taken, Vectors)> {
        let clock = Clock::start();
        let tokens = self.model.forward(&input.ids, &input.types, Some(&input.mask))?;
        let each = input.mask.to_dtype(DType::F32)?.unsqueeze(2)?;
        let mean = tokens.broadcast_mul(&each)?.sum(1)?.broadcast_div(&each.sum(1)?)?;
        let unit = mean.broadcast_div(&mean.sqr()?.sum_keepdim(1)?.sqrt()?)?;
        let vectors = unit.to_vec2::<f32>()?;
        Ok((clock.stop(), vectors))
    }
}

fn main() -> Result<()> {
    serve::<Candle>()
}
