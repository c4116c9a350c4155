/** The files of messages that are not sent yet: they live as long as the tab. */
import { type OutboxEntry, postBody } from "./outbox.ts";

/** Files of one message, as the server takes them. */
export const FILES_MAX = 10;
/** Characters of the description of a file, as the server takes them. */
export const DESCRIPTION_MAX = 1_024;
/** What a name begins with whose file is hidden until it is asked for. */
export const SPOILER_PREFIX = "SPOILER_";

export interface DraftFile {
  readonly id: string;
  readonly file: File;
  readonly isSpoiler: boolean;
  /** For those who do not see it; may be empty. */
  readonly description: string;
}

export function sentName({ file, isSpoiler }: DraftFile): string {
  return isSpoiler ? SPOILER_PREFIX + file.name : file.name;
}

export function postForm(entry: OutboxEntry, files: readonly DraftFile[]): FormData {
  const attachments = files.map((file, id) => ({
    id,
    filename: sentName(file),
    ...(file.description === "" ? {} : { description: file.description }),
  }));
  const form = new FormData();
  form.set("payload_json", JSON.stringify({ ...postBody(entry), attachments }));
  for (const [id, draft] of files.entries()) form.set(`files[${id}]`, draft.file, sentName(draft));
  return form;
}
