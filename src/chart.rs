use rust_decimal::Decimal;
#[derive(Debug, Clone, serde::Serialize)]
pub struct Drawing {
    pub wide: String,
    pub narrow: String,
    pub key: Vec<String>,
}
pub fn drawing(_: &crate::page::Chart, _: &str) -> Drawing {
    Drawing {
        wide: String::new(),
        narrow: String::new(),
        key: vec![],
    }
}
pub fn ticks(_l: Decimal, h: Decimal) -> Vec<Decimal> {
    vec![Decimal::ZERO, h]
}
