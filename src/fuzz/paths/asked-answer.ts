import type { Resource } from "../../aws/resource.ts";
import { causeOf } from "../service-errors.ts";

/** What a mock is to do at one call; `document` names the value it answers. */
export type AskedAnswer =
  | { readonly kind: "answers"; readonly document: string; readonly resource: string }
  | { readonly kind: "fails" | "failsBack"; readonly error: string; readonly cause?: string }
  | { readonly kind: "hangs" };

/** The failure of a call; a token comes back with errors of the worker's own, the others are the service's and the engine's. */
export function askedFailure(resource: Resource, error: string, hasCause: boolean): AskedAnswer {
  const isTokens = resource.kind === "service" && resource.pattern === "waitForTaskToken";
  const kind = isTokens && !error.includes(".") ? "failsBack" : "fails";
  return { kind, error, ...(hasCause && { cause: causeOf(resource, error) }) };
}
