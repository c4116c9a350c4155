//! Enums that the wire carries as a number.

/// Defines an enum of named numbers: `number()`, `from_number()`, and serde as an integer.
/// The text says what is allowed, for the error when something else comes in.
macro_rules! numbered {
    (
        $(#[$doc:meta])*
        pub enum $name:ident: $expected:literal {
            $( $(#[$variant_doc:meta])* $variant:ident = $number:literal, )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_doc])* $variant, )+
        }

        impl $name {
            /// The number on the wire.
            pub const fn number(self) -> u8 {
                match self {
                    $( Self::$variant => $number, )+
                }
            }

            /// The named value of a number, `None` where there is none.
            pub const fn from_number(number: u64) -> Option<Self> {
                match number {
                    $( $number => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_u8(self.number())
            }
        }

        crate::schema::shape!($name, crate::schema::number($expected, &[$( $number, )+]));

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                // A u8, as it is written, so that formats without types can be read back.
                let number = u8::deserialize(from)?;
                Self::from_number(number.into()).ok_or_else(|| {
                    serde::de::Error::invalid_value(
                        serde::de::Unexpected::Unsigned(number.into()),
                        &$expected,
                    )
                })
            }
        }
    };
}

pub(crate) use numbered;
