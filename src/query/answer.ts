import type { Json } from "../base/json.ts";

/** The value of an expression; a promise only where JSONata itself has to be asked. */
export type Answer = Json | Promise<Json>;
