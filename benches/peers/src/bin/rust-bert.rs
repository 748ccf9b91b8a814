//! rust-bert's BERT, on libtorch.

use anyhow::Result;
use rust_bert::Config;
use rust_bert::bert::{BertConfig, BertEmbeddings, BertModel};
use sottovoce_peers::{Arguments, Batch, Clock, Engine, Taken, Vectors, serve};
use tch::nn::VarStore;
use tch::{Device, Kind, Tensor};

struct RustBert {
    model: BertModel<BertEmbeddings>,
}

/// Token ids and mask.
struct Input {
    ids: Tensor,
    mask: Tensor,
}

impl Engine for RustBert {
    type Input = Input;

    fn load(arguments: &Arguments) -> Result<Self> {
        tch::set_num_threads(i32::try_from(arguments.threads)?);
        let mut variables = VarStore::new(Device::Cpu);
        let config = BertConfig::from_file(arguments.encoder.join("config.json"));
        let model = BertModel::new_with_optional_pooler(variables.root(), &config, false);
        variables.load(arguments.encoder.join("model.safetensors"))?;
        Ok(Self { model })
    }

    fn input(&mut self, batch: &Batch) -> Result<Input> {
        let shape = [i64::try_from(batch.texts.len())?, i64::try_from(batch.tokens)?];
        let tensor = |numbers: &[i64]| Tensor::from_slice(numbers).f_reshape(shape);
        Ok(Input { ids: tensor(&batch.ids)?, mask: tensor(&batch.mask)? })
    }

    fn encode(&mut self, input: &mut Input) -> Result<(Taken, Vectors)> {
        let clock = Clock::start();
        let vectors = tch::no_grad(|| {
            let tokens = self.model.forward_t(Some(&input.ids), Some(&input.mask), None, None, None, None, None, false)?.hidden_state;
            // Unit length makes the mean of the sum.
            let sums = (tokens * input.mask.to_kind(Kind::Float).unsqueeze(2)).sum_dim_intlist([1_i64].as_slice(), false, Kind::Float);
            let lengths = sums.square().sum_dim_intlist([1_i64].as_slice(), true, Kind::Float).sqrt();
            anyhow::Ok(Vec::try_from(sums / lengths)?)
        })?;
        Ok((clock.stop(), vectors))
    }
}

fn main() -> Result<()> {
    serve::<RustBert>()
}
