/** `$toMillis` makes a regular expression of its picture, whose components can share digits in too many ways. */
import { refusal } from "./budget.ts";

const LENGTH_LIMIT = 1_000;
const WAYS_LIMIT = 20_000_000;
/** Literal text between components that a component could match as well. */
const AMBIGUOUS = /^[\w ,-]*$/;

/** Refuses a timestamp that the package would take too long to read. */
export function checkTimestamp(timestamp: string, picture: string | undefined): void {
  if (timestamp.length > LENGTH_LIMIT) throw { code: "D3110", value: timestamp };
  if (picture === undefined) return;
  if (waysToShare(timestamp.length, longestRun(picture)) > WAYS_LIMIT) {
    throw refusal(
      "The picture of the toMillis function has too many components without a separator between them for a text of this length.",
    );
  }
}

/** The most components in a row with nothing certain between them. */
function longestRun(picture: string): number {
  let [longest, run] = [1, 1];
  for (const literal of picture.replace(/^[^[]*\[[^\]]*\]/, "").split(/\[[^\]]*\]/)) {
    run = AMBIGUOUS.test(literal) ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Binomial coefficient. */
function waysToShare(characters: number, components: number): number {
  let ways = 1;
  for (let index = 1; index <= Math.min(components, characters); index++) ways *= (characters - index + 1) / index;
  return ways;
}
