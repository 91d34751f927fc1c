//! One declaration of a record gives its type, its keys and its reading.

/// Declares a record: a struct whose public fields are the keys of a YAML mapping, `vat_basis`
/// written as `vat-basis`. A field is optional when its type has a value for an absent key
/// (`Option`, `Vec`, `bool`). All fields are read even when one of them fails, so that one run
/// names every mistake.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident : $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        #[allow(dead_code, reason = "places and kinds are read for every record, and not asked of all")]
        pub struct $name {
            /// Where the record stands.
            pub place: $crate::diagnostic::Place,
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $crate::yaml::Record for $name {
            const NAME: &'static str = stringify!($name);
            const DOC: &'static str = concat!($($doc, "\n",)*);
            const KEYS: &'static [$crate::yaml::Key] = &[
                $( $crate::yaml::Key {
                    field: stringify!($field),
                    doc: concat!($($field_doc, "\n",)*),
                    required: || <$type as $crate::yaml::Decode>::absent().is_none(),
                    shape: <$type as $crate::yaml::Decode>::shape,
                }, )*
            ];
        }

        impl $crate::yaml::Decode for $name {
            fn decode(
                node: &$crate::yaml::Node,
                reader: &mut $crate::yaml::Reader,
            ) -> Option<Self> {
                let fields = reader.fields(node, <Self as $crate::yaml::Record>::KEYS)?;
                $( let $field = fields.read::<$type>(stringify!($field), reader); )*
                Some(Self { place: fields.place, $( $field: $field?, )* })
            }

            fn shape() -> $crate::yaml::Shape {
                $crate::yaml::Shape::record::<Self>()
            }
        }
    };
}

pub(crate) use record;
