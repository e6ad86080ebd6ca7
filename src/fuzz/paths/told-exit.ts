import type { Exit, Route } from "./route.ts";

/** What is worth telling of a route, in one line. */
export function wordsOf(route: Route | undefined): string {
  const told = (route?.steps ?? []).flatMap(({ name, exit }) => (exit.words === undefined ? [] : `${name} ${toldExit(exit)}`));
  return told.length > 0
    ? told.join(", ").replaceAll(UNCAUGHT, "")
    : `${route?.steps.at(-1)?.name ?? "it"} ${route?.failure === undefined ? "is reached" : "fails"}`;
}

/** An exit's words, with the way that it opens. */
export function toldExit({ words, rule, catcher, next, failure }: Exit): string {
  if (rule !== undefined) return `takes ${words}${next === undefined ? "" : ` → ${next}`}`;
  if (catcher !== undefined) return `${words} → ${next}`;
  if (words === undefined) return "goes on";
  return failure === undefined ? words : `${words}${UNCAUGHT}`;
}

const UNCAUGHT = ", which nothing catches";
