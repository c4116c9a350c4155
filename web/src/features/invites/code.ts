/** An invite's address, and the code in whatever a person pastes. */

export function inviteLink(origin: string, code: string): string {
  return `${origin}/invite/${code}`;
}

/** Takes a whole link, a path or the bare code. */
export function readInviteCode(text: string): string {
  return (
    text
      .trim()
      .replace(/[?#].*$/, "")
      .replace(/\/+$/, "")
      .split("/")
      .at(-1) ?? ""
  );
}
