//! The process `confab`.

mod gateway;

fn main() {}
