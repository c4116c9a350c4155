use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

fn body(error: ApiError) -> Value {
    serde_json::to_value(error).unwrap()
}

#[test]
fn er1_a_plain_error_is_code_and_message() {
    let body = body(ErrorCode::MissingPermissions.into());
    assert_eq!(body, json!({"code": 50013, "message": "You are not allowed to do this."}));
}

#[test]
fn er1_errors_follow_the_fields() {
    let mut errors = FieldErrors::new();
    errors.add("content", FieldErrorCode::TooLong, "too long");
    errors.add("embeds.0.title", FieldErrorCode::Required, "missing");
    errors.add("embeds", FieldErrorCode::BadLength, "too many");
    let body = body(errors.into_result().unwrap_err());
    assert_eq!(
        body["errors"],
        json!({
            "content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "too long"}]},
            "embeds": {
                "0": {"title": {"_errors": [{"code": "BASE_TYPE_REQUIRED", "message": "missing"}]}},
                "_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "too many"}],
            },
        }),
    );
}

#[test]
fn er1_nothing_wrong_is_no_error() {
    assert_eq!(FieldErrors::new().into_result(), Ok(()));
}

#[test]
fn er1_a_wait_is_told_in_seconds() {
    let body = body(ApiError::new(ErrorCode::SlowMode).retry_after_ms(1_500, false));
    assert_eq!((&body["code"], &body["retry_after"]), (&json!(20016), &json!(1.5)));
}

#[test]
fn er1_a_suspension_says_why_and_how_long() {
    let until = Timestamp::from_ms(0);
    let body = body(ApiError::suspended(Some("spam".to_owned()), Some(until)));
    assert_eq!(body["code"], json!(900007));
    assert_eq!(body["reason"], json!("spam"));
    assert_eq!(body["until"], json!("1970-01-01T00:00:00.000000+00:00"));
}

/// Numbers and statuses as the API page has them, written here once more.
#[test]
fn er2_numbers_and_statuses_are_those_of_the_contract() {
    let contract = [
        (ErrorCode::UnknownChannel, 10003, 404),
        (ErrorCode::UnknownGuild, 10004, 404),
        (ErrorCode::UnknownInvite, 10006, 404),
        (ErrorCode::UnknownMember, 10007, 404),
        (ErrorCode::UnknownMessage, 10008, 404),
        (ErrorCode::UnknownRole, 10011, 404),
        (ErrorCode::UnknownUser, 10013, 404),
        (ErrorCode::UnknownWebhook, 10015, 404),
        (ErrorCode::UnknownBan, 10026, 404),
        (ErrorCode::SlowMode, 20016, 429),
        (ErrorCode::TooLarge, 40005, 413),
        (ErrorCode::MissingAccess, 50001, 403),
        (ErrorCode::EmptyMessage, 50006, 400),
        (ErrorCode::CannotMessageUser, 50007, 403),
        (ErrorCode::MissingPermissions, 50013, 403),
        (ErrorCode::InvalidFormBody, 50035, 400),
        (ErrorCode::Unclaimed, 900001, 503),
        (ErrorCode::RegistrationsClosed, 900002, 403),
        (ErrorCode::InviteNeeded, 900003, 403),
        (ErrorCode::ReadOnlyInstance, 900004, 403),
        (ErrorCode::ChannelLocked, 900005, 403),
        (ErrorCode::ChannelArchived, 900006, 403),
        (ErrorCode::Suspended, 900007, 403),
        (ErrorCode::StoreUnavailable, 900008, 503),
        (ErrorCode::TooManyLogins, 900009, 429),
        (ErrorCode::WrongLogin, 900010, 401),
        (ErrorCode::Unauthorized, 0, 401),
        (ErrorCode::NotFound, 0, 404),
    ];
    for (code, number, status) in contract {
        assert_eq!((code.number(), code.status()), (number, status), "{code:?}");
    }
}

#[test]
fn er2_each_number_means_one_thing() {
    let numbers: Vec<u32> =
        ErrorCode::ALL.iter().map(|code| code.number()).filter(|number| *number != 0).collect();
    let distinct: BTreeSet<_> = numbers.iter().collect();
    assert_eq!(distinct.len(), numbers.len());
}
