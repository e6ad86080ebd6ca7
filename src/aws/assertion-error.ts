/** Is this a test's own failing assertion (Vitest, Jest, Chai, node:assert)? It must reach the test, never the machine. */
export function isAssertionError(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null) return false;
  const { name, code } = thrown as { readonly name?: unknown; readonly code?: unknown };
  return (
    name === "AssertionError" || code === "ERR_ASSERTION" || "matcherResult" in thrown || thrown.constructor?.name === "JestAssertionError"
  );
}
