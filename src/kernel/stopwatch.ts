import { performance } from "node:perf_hooks";

/** Real seconds since it was started, for what is told to a person; nothing that runs may depend on it. */
export function startStopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1_000;
}
