//! The protobuf wire format, as much of it as a connector writes. Field numbers are in `fields`.

/// A message under construction. Fields may come in any order; a repeated field is written again.
#[derive(Clone, Default)]
pub struct Message(Vec<u8>);

impl Message {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Integers, enums and bools.
    pub fn number(&mut self, field: u32, value: u64) -> &mut Self {
        self.varint(u64::from(field) << 3);
        self.varint(value);
        self
    }

    pub fn text(&mut self, field: u32, value: &str) -> &mut Self {
        self.blob(field, value.as_bytes())
    }

    pub fn blob(&mut self, field: u32, value: &[u8]) -> &mut Self {
        self.varint(u64::from(field) << 3 | 2);
        self.varint(value.len() as u64);
        self.0.extend_from_slice(value);
        self
    }

    pub fn message(&mut self, field: u32, value: &Message) -> &mut Self {
        self.blob(field, &value.0)
    }

    pub fn double(&mut self, field: u32, value: f64) -> &mut Self {
        self.varint(u64::from(field) << 3 | 1);
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}
