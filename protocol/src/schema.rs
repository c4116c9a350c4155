//! The JSON shape of what is not written as its Rust type says: for the OpenAPI document, into which
//! every other wire object derives its own.

use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Ref,
    Schema, SchemaFormat, Type,
};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::error::{ErrorCode, FieldError, FieldErrors};
use crate::permissions::Permissions;
use crate::time::Timestamp;
use crate::wire::{
    CategoryDetail, ChannelDetail, EmptyList, NONCE_CHARS_MAX, Nonce, Null, TextDetail,
    ThreadDetail, VoiceDetail,
};

/// Gives a type a shape under its own name.
macro_rules! shape {
    ($name:ty, $schema:expr) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $schema.into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

pub(crate) use shape;

shape!(Null, ObjectBuilder::new().schema_type(Type::Null).build());
shape!(EmptyList, ArrayBuilder::new().max_items(Some(0)).build());
shape!(Permissions, decimal("Permission bits as a decimal number."));
shape!(Timestamp, time());
shape!(Nonce, nonce());
shape!(ErrorCode, ObjectBuilder::new().schema_type(Type::Integer).build());

/// A number of 64 bits, as a string.
pub(crate) fn decimal(description: &str) -> Object {
    let text = ObjectBuilder::new().schema_type(Type::String);
    text.pattern(Some("^[0-9]{1,20}$")).description(Some(description)).build()
}

/// One of some numbers.
pub(crate) fn number(description: &str, numbers: &[u8]) -> Object {
    let number = ObjectBuilder::new().schema_type(Type::Integer);
    number.enum_values(Some(numbers.iter().copied())).description(Some(description)).build()
}

fn time() -> Object {
    let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
    ObjectBuilder::new().schema_type(Type::String).format(Some(format)).build()
}

fn nonce() -> Schema {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let text = text.min_length(Some(1)).max_length(Some(NONCE_CHARS_MAX));
    let number = ObjectBuilder::new().schema_type(Type::Integer);
    Schema::OneOf(OneOfBuilder::new().item(text).item(number).build())
}

impl PartialSchema for FieldErrors {
    fn schema() -> RefOr<Schema> {
        let below = Ref::from_schema_name(Self::name());
        ObjectBuilder::new()
            .property(
                "_errors",
                ArrayBuilder::new().items(Ref::from_schema_name(FieldError::name())),
            )
            .additional_properties(Some(AdditionalProperties::RefOr(below.into())))
            .into()
    }
}

impl ToSchema for FieldErrors {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        add::<FieldError>(schemas);
    }
}

impl PartialSchema for ChannelDetail {
    /// Any of them rather than one: what a category adds, the others have too.
    fn schema() -> RefOr<Schema> {
        let kinds =
            [TextDetail::name(), VoiceDetail::name(), CategoryDetail::name(), ThreadDetail::name()];
        let kinds = kinds.into_iter().map(Ref::from_schema_name);
        Schema::AnyOf(kinds.fold(AnyOfBuilder::new(), AnyOfBuilder::item).build()).into()
    }
}

impl ToSchema for ChannelDetail {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        add::<TextDetail>(schemas);
        add::<VoiceDetail>(schemas);
        add::<CategoryDetail>(schemas);
        add::<ThreadDetail>(schemas);
    }
}

/// A named shape and those that it refers to.
fn add<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
}
