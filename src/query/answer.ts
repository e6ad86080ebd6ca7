import type { Json } from "../base/json.ts";

/** What an expression gives: a promise only where the `jsonata` package, which answers later, has to be asked. */
export type Answer = Json | Promise<Json>;
