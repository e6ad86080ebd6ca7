import type { Instant } from "../../base/brand.ts";
import type { ExecutionRun } from "../execution-run.ts";
import type { Revision } from "./registered-machine.ts";

/** An execution as the Step Functions API tells it. */
export interface ExecutionRecord {
  readonly run: ExecutionRun;
  /** The input's text as it was sent. */
  readonly inputText: string;
  /** The machine as it was when the execution started. */
  readonly revision: Revision;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  readonly traceHeader: string | undefined;
  /** When each client token of RedriveExecution was used. */
  readonly redriveTokens: Map<string, Instant>;
}
