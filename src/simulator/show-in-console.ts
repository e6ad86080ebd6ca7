import type { TimelineSource } from "./timeline.ts";
import { timeline } from "./timeline.ts";

/** The part of `util.inspect` that is used, and its options. */
interface InspectOptions {
  readonly colors?: boolean;
}
type Inspect = (value: unknown, options: InspectOptions) => string;

/**
 * Lets `console.log(execution)` draw the run and tell its output. Node and others ask objects for a function under this symbol; set on
 * the prototype, it is no member of an execution.
 */
export function showInConsole(prototype: TimelineSource): void {
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), { value: shown });
}

function shown(this: TimelineSource, depth: number, options: InspectOptions = {}, inspect?: Inspect): string {
  if (depth < 0) return `[Execution ${this.status}]`;
  const drawn = timeline(this, { colour: options.colors === true });
  if (this.status !== "SUCCEEDED") return drawn;
  return `${drawn}\n\noutput: ${inspect?.(this.output, options) ?? JSON.stringify(this.output)}`;
}
