import type { Json } from "../../base/json.ts";

/** What `$states` holds beside the Context Object. */
export interface States {
  readonly input: Json;
  readonly result?: Json;
  readonly errorOutput?: Json;
}
