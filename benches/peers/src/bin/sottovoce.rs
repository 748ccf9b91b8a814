//! Sottovoce's own encoder: its source as it is, without the web server and the database that the whole of Sottovoce would bring.

#[path = "../../../../src/domain"]
mod domain {
    #[expect(dead_code, reason = "the encoder needs half of it")]
    pub mod hex;
}
#[path = "../../../../src/nlu"]
mod nlu {
    #[expect(dead_code, unused_imports, reason = "training needs the rest")]
    pub mod encoder;
}

use anyhow::Result;
use nlu::encoder::{BertEncoder, Encoder};
use sottovoce_peers::{Arguments, Batch, Clock, Engine, Taken, Vectors, serve};

struct Ours {
    encoder: BertEncoder,
    pool: rayon::ThreadPool,
}

impl Engine for Ours {
    const TOKENIZES: bool = true;

    type Input = Vec<String>;

    fn load(arguments: &Arguments) -> Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build()?;
        Ok(Self { encoder: BertEncoder::load_in(&arguments.encoder, arguments.numbers()?.parse()?)?, pool })
    }

    fn input(&mut self, batch: &Batch) -> Result<Vec<String>> {
        Ok(batch.texts.clone())
    }

    fn encode(&mut self, input: &mut Vec<String>) -> Result<(Taken, Vectors)> {
        let texts: Vec<&str> = input.iter().map(String::as_str).collect();
        let clock = Clock::start();
        let batch = self.pool.install(|| self.encoder.encode_until(&texts, &[]))?;
        // All but tokenizing: also the way into the pool and back.
        Ok((clock.stop().without(batch.tokenize), batch.vectors))
    }
}

fn main() -> Result<()> {
    serve::<Ours>()
}
