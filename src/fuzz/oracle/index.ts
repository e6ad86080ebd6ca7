export type { EndedExecution, Oracle, OracleLimits } from "./oracle.ts";
export { oracleFor } from "./oracle.ts";
export type { Rule, Violation } from "./violation.ts";
