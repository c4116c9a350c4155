//! Messages with files: from a request to a draft, and what becomes of the files of a post.
//!
//! - HU1  Who may not attach files is told so before anything is read for them.
//! - HU2  The files are durable before the message is sequenced; what was refused keeps none of them.
//! - HU3  What a message no longer carries is removed at once, or by the sweep after a crash.

use std::sync::Arc;

use actors::{Act, ActError, ChannelHandle, Draft, Edit, KeptFile, PostError, SentFile};
use axum::body::HttpBody as _;
use axum::extract::{FromRequest as _, Request};
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::permissions::Permissions;
use protocol::wire::Message;
use protocol::{AttachmentId, ChannelId, MessageId, UserId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use storage::StoreExt as _;
use utoipa::ToSchema;

use super::answer::Outcome;
use super::extract::{JsonBody, Standing, given, object};
use super::finish::finish;
use super::{App, HttpError};
use crate::files::{self, Form, Kept, Label, Received, sanitise};

/// Longest description of a file, in characters.
const DESCRIPTION_CHARS_MAX: usize = 1_024;

const NO_SUCH_FILE: &str = "There is no such file.";

/// How clients know that a file is to be covered until asked for.
const SPOILER: &str = "SPOILER_";

/// What a message says of one of its files.
#[derive(Deserialize, ToSchema)]
pub(super) struct AttachmentBody {
    /// The `n` of `files[n]`; in an edit also the id of a file that stays.
    id: AttachmentId,
    #[schema(max_length = 1024)]
    filename: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 1024)]
    description: Option<Option<String>>,
    is_spoiler: Option<bool>,
}

/// A message with files. Each is a part called `files[0]`, `files[1]`, …, at most ten.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes")]
pub(super) struct MessageForm {
    /// The message as JSON, as it would be sent without files.
    payload_json: Option<String>,
    #[schema(rename = "files[0]", format = Binary, content_media_type = "application/octet-stream")]
    file: Option<String>,
}

/// A message as it was sent.
pub(super) struct Sent<B> {
    pub(super) body: B,
    pub(super) files: Option<Received>,
}

/// Reads a message, with files or without.
pub(super) async fn read<B: DeserializeOwned>(
    app: &Arc<App>,
    channel: &ChannelHandle,
    user: UserId,
    request: Request,
) -> Outcome<Sent<B>> {
    let Some(boundary) = files::boundary(request.headers()) else {
        let JsonBody(body) = JsonBody::from_request(request, app).await?;
        return Ok(Sent { body, files: None });
    };
    let boundary = boundary?;
    may_attach(app, channel, user)?;
    let standing = Standing::of(&request);
    let (body, pace) = (request.into_body(), app.files.pace());
    // What says beforehand that it is too large need not be sent.
    if body.size_hint().lower() > pace.bytes_max {
        return Err(ErrorCode::TooLarge.into());
    }
    let form = Form::new(body, boundary, pace, app.settings.http.body_bytes_max);
    let received = app.files.receive(form, user).await?;
    standing.holds(app)?;
    let body = object(received.payload.as_deref().unwrap_or_default())?;
    Ok(Sent { body, files: Some(received).filter(|received| !received.files.is_empty()) })
}

/// HU1.
fn may_attach(app: &App, channel: &ChannelHandle, user: UserId) -> Outcome<()> {
    let view = channel.view();
    let bits = view.access(user, channel.id(), app.clock.now_ms()).map_err(PostError::from)?;
    if bits.contains(Permissions::SEND_MESSAGES | Permissions::ATTACH_FILES) {
        Ok(())
    } else {
        Err(PostError::forbidden(&view).into())
    }
}

/// What is known of each file besides its bytes.
pub(super) fn labels(received: &Received, bodies: Vec<AttachmentBody>) -> Outcome<Vec<Label>> {
    let (labels, rest) = sorted(received, bodies)?;
    match rest.first() {
        None => Ok(labels),
        Some((place, _)) => Err(wrong(*place, "id", FieldErrorCode::NotAChoice, NO_SUCH_FILE)),
    }
}

/// What is known of files that come, and which of those that are there stay.
pub(super) fn changed(
    received: Option<&Received>,
    bodies: Vec<AttachmentBody>,
) -> Outcome<(Vec<Label>, Vec<KeptFile>)> {
    let (labels, rest) = match received {
        Some(received) => sorted(received, bodies)?,
        None => (Vec::new(), bodies.into_iter().enumerate().collect()),
    };
    let kept = rest.into_iter().map(|(place, body)| {
        let description = body.description.map(|text| description(place, text)).transpose()?;
        Ok(KeptFile { id: body.id, description })
    });
    Ok((labels, kept.collect::<Outcome<_>>()?))
}

/// What was said of a file, with where in the list it was said.
type Placed = (usize, AttachmentBody);

/// Labels of the files that came, and what was said of others.
fn sorted(received: &Received, bodies: Vec<AttachmentBody>) -> Outcome<(Vec<Label>, Vec<Placed>)> {
    let mut rest = Vec::new();
    let mut labels: Vec<Label> = received
        .files
        .iter()
        .map(|file| Label { filename: sanitise(&file.filename), ..Label::default() })
        .collect();
    for (place, body) in bodies.into_iter().enumerate() {
        let number = body.id.get();
        let Some(at) = received.files.iter().position(|file| file.number == number) else {
            rest.push((place, body));
            continue;
        };
        let label = &mut labels[at];
        if let Some(filename) = &body.filename {
            label.filename = sanitise(filename);
        }
        label.description = description(place, body.description.flatten())?;
        label.spoiler = body.is_spoiler.unwrap_or(false);
    }
    labels.iter_mut().for_each(cover);
    Ok((labels, rest))
}

fn description(place: usize, text: Option<String>) -> Outcome<Option<String>> {
    let text = text.filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_CHARS_MAX) {
        let message = "Must be 1024 or fewer in length.";
        return Err(wrong(place, "description", FieldErrorCode::TooLong, message));
    }
    Ok(text)
}

fn wrong(place: usize, field: &str, code: FieldErrorCode, message: &str) -> HttpError {
    HttpError::field(&format!("attachments.{place}.{field}"), code, message)
}

/// The mark is part of the name, so that clients which know no other see it too.
fn cover(label: &mut Label) {
    if label.spoiler && !label.filename.starts_with(SPOILER) {
        label.filename.insert_str(0, SPOILER);
    }
    label.spoiler = label.filename.starts_with(SPOILER);
}

/// HU2. Posts a message with its files.
pub(super) async fn post(
    app: &Arc<App>,
    channel: ChannelHandle,
    mut draft: Draft,
    received: Received,
    labels: Vec<Label>,
) -> Outcome<Message> {
    finish(app, move |app| async move {
        let shard = channel.view().shard();
        let (files, author) = (&app.files, draft.author);
        let next_id = || app.engine.next_id();
        let kept = files.keep(received, shard, channel.id(), author, labels, next_id).await?;
        draft.files = sent(&kept);
        let posted = channel.post(draft).await;
        match &posted {
            // It may be there or not: the sweep will see.
            Err(PostError::Unavailable) => kept.settle(),
            Ok(message) if carries(message, &kept.uploads) => kept.settle(),
            // Refused, or a repeat of a message that has its files already.
            Ok(_) | Err(_) => files.discard(&kept.uploads).await,
        }
        Ok(posted?)
    })
    .await
}

/// HU2. Changes a message, with the files that it is to have besides.
pub(super) async fn edit(
    app: &Arc<App>,
    channel: ChannelHandle,
    actor: UserId,
    mut edit: Edit,
    added: Option<(Received, Vec<Label>)>,
) -> Outcome<()> {
    finish(app, move |app| async move {
        let (files, id) = (&app.files, channel.id());
        let former = match edit.kept {
            Some(_) => attached(&app, id, &[edit.message]).await?,
            None => Vec::new(),
        };
        let shard = channel.view().shard();
        let next_id = || app.engine.next_id();
        let kept = match added {
            Some((received, labels)) => {
                Some(files.keep(received, shard, id, actor, labels, next_id).await?)
            }
            None => None,
        };
        edit.files = kept.as_ref().map(sent).unwrap_or_default();
        let changed = channel.act(actor, Act::Edit(edit)).await;
        match (kept, &changed) {
            (None, _) => {}
            // It may be there or not: the sweep will see.
            (Some(kept), Ok(()) | Err(ActError::Unavailable)) => kept.settle(),
            (Some(kept), Err(_)) => files.discard(&kept.uploads).await,
        }
        changed?;
        release(&app, former);
        Ok(())
    })
    .await
}

/// HU3. Lets go of the files of messages that were deleted.
pub(super) async fn deleted(app: &Arc<App>, channel: ChannelId, messages: &[MessageId]) {
    match attached(app, channel, messages).await {
        Ok(files) => release(app, files),
        Err(_) => tracing::warn!("files of deleted messages are left to the sweep"),
    }
}

/// What messages carry; of deleted ones what they carried.
async fn attached(
    app: &App,
    channel: ChannelId,
    messages: &[MessageId],
) -> Outcome<Vec<AttachmentId>> {
    let keys: Vec<_> = messages.iter().map(|message| (channel, *message)).collect();
    let messages = app.store.load_many::<storage::records::Message>(&keys).await?;
    let files = messages.into_iter().flatten().flat_map(|message| message.attachments);
    Ok(files.map(|file| file.id).collect())
}

/// HU3. Nobody waits for it.
fn release(app: &Arc<App>, files: Vec<AttachmentId>) {
    if !files.is_empty() {
        let app_of_task = Arc::clone(app);
        app.unfinished.spawn(async move { app_of_task.files.release(&files).await });
    }
}

fn sent(kept: &Kept) -> Vec<SentFile> {
    let pairs = kept.attachments.iter().cloned().zip(kept.uploads.iter().copied());
    pairs.map(|(attachment, upload)| SentFile { attachment, upload }).collect()
}

fn carries(message: &Message, uploads: &[storage::records::Upload]) -> bool {
    uploads.iter().all(|upload| message.attachments.iter().any(|file| file.id == upload.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_covered_file_is_known_by_its_name_and_by_its_flag() {
        for (filename, spoiler, covered) in [
            ("a.png", false, "a.png"),
            ("a.png", true, "SPOILER_a.png"),
            ("SPOILER_a.png", false, "SPOILER_a.png"),
            ("SPOILER_a.png", true, "SPOILER_a.png"),
        ] {
            let mut label = Label { filename: filename.to_owned(), description: None, spoiler };
            cover(&mut label);
            assert_eq!(label.filename, covered);
            assert_eq!(label.spoiler, covered.starts_with(SPOILER));
        }
    }
}
