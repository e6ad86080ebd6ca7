/** How the Step Functions API tells long lists: a page, and a token for the next one. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";

const USUAL = 100;

/** The page of a list that a request asks for. Throws AWS's InvalidToken. */
export function pageOf<T>(
  items: readonly T[],
  { maxResults, nextToken }: ApiMembers,
): { readonly page: readonly T[]; readonly next: ApiMembers } {
  const from = typeof nextToken === "string" ? placeOf(nextToken) : 0;
  // 0 asks for as many as usual.
  const to = from + (typeof maxResults === "number" && maxResults > 0 ? maxResults : USUAL);
  return { page: items.slice(from, to), next: to < items.length ? { nextToken: tokenOf(to) } : {} };
}

const PREFIX = "sfn-page:";

function tokenOf(place: number): string {
  return Buffer.from(`${PREFIX}${place}`).toString("base64");
}

function placeOf(token: string): number {
  const text = Buffer.from(token, "base64").toString();
  const place = Number(text.slice(PREFIX.length));
  if (text.startsWith(PREFIX) && Number.isInteger(place)) return place;
  throw new ApiException("InvalidToken", "Invalid Token: 'Invalid token'");
}
