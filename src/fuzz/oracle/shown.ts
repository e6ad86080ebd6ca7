/** A JSON text as a message shows it. */
export function shown(json: string | undefined): string {
  if (json === undefined) return "something else";
  return json.length > 200 ? `${json.slice(0, 200)}…` : json;
}
