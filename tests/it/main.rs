//! The one integration binary: libraries are linked once, and shared set-up has one home.

#[cfg(test)]
mod command_line;
#[cfg(test)]
mod example_bots;
#[cfg(test)]
#[cfg(feature = "rust-bert")]
mod finetune;
#[cfg(test)]
mod flow_guide;
#[cfg(test)]
mod house;
#[cfg(test)]
mod http;
#[cfg(test)]
mod integers;
#[cfg(test)]
#[cfg(feature = "rust-bert")]
mod libtorch;
#[cfg(test)]
mod odd_input;
#[cfg(test)]
mod operator;
#[cfg(test)]
mod outbound;
#[cfg(test)]
mod talking;
