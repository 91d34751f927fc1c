//! A JSON Schema as data, its keywords written in this order: draft 7, which every editor reads,
//! and what YAML's language server adds to it.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// The dialect all schemas are written in.
pub const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// A schema, or a part of one.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub dialect: Option<&'static str>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The description with its formatting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown_description: Option<String>,
    /// What is said of a value that does not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Types::is_empty")]
    pub types: Types,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<&'static str>,
    /// What each word means.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enum_descriptions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<u8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub properties: Named,
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub pattern_properties: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_properties: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_properties: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_properties: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all_of: Vec<Schema>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub definitions: Named,
}

impl Schema {
    /// A schema of one type of YAML's.
    pub fn of(name: &'static str) -> Self {
        Self {
            types: Types(vec![name]),
            ..Self::default()
        }
    }

    /// A schema defined in the same file.
    pub fn defined(name: &str) -> Self {
        Self {
            reference: Some(format!("#/definitions/{name}")),
            ..Self::default()
        }
    }

    /// One of these; the only one is itself.
    pub fn any(mut schemas: Vec<Schema>) -> Self {
        match (schemas.len(), schemas.pop()) {
            (1, Some(only)) => only,
            (_, last) => Self {
                any_of: schemas.into_iter().chain(last).collect(),
                ..Self::default()
            },
        }
    }

    /// A list of such values.
    pub fn listed(self) -> Self {
        Self {
            items: Some(Box::new(self)),
            ..Self::of("array")
        }
    }
}

/// The types a value may have: a word, or a list where there are several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Types(pub Vec<&'static str>);

impl Types {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Types {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [only] => serializer.serialize_str(only),
            several => several.serialize(serializer),
        }
    }
}

/// Schemas by name, in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Named(pub Vec<(String, Schema)>);

impl Named {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, schema) in &self.0 {
            map.serialize_entry(name, schema)?;
        }
        map.end()
    }
}
