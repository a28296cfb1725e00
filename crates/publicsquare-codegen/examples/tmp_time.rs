//! Times the generation of a description, whose name is the argument.
fn main() {
    let file = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(&file).expect("readable");
    let document = openapi_source::load_published(&file, &text).expect("loads");
    let start = std::time::Instant::now();
    let code = publicsquare_codegen::generate(&document);
    println!(
        "{:?} {}",
        start.elapsed(),
        code.map(|c| c.client.len()).unwrap_or(0)
    );
}
