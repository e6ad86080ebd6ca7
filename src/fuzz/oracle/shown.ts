/** A JSON text as a message shows it. */
export function shown(json: string | undefined): string {
  if (json === undefined) return "something else";
  return json.length > 200 ? `${json.slice(0, 200)}…` : json;
}

/** Milliseconds in the words of a message. */
export function seconds(milliseconds: number): string {
  return `${milliseconds / 1_000} s`;
}

/** An error and its cause, whichever of them there is. */
export function shownError({ error, cause }: { readonly error?: string | undefined; readonly cause?: string | undefined }): string {
  return `${error ?? "no error"} (${cause === undefined ? "no cause" : shown(cause)})`;
}
