export type { FailureExpectation } from "./outcome.ts";
export { toHaveFailed, toHaveSucceeded } from "./outcome.ts";
export { toHaveRunInParallel } from "./parallel.ts";
export { toEndInState, toHaveTakenPath } from "./path.ts";
export type { CatchExpectation, RetryExpectation } from "./retries.ts";
export { toHaveCaught, toHaveRetried } from "./retries.ts";
export type { HistorySnapshotOptions } from "./snapshot.ts";
export { toMatchHistorySnapshot } from "./snapshot.ts";
