import type { Later } from "../../aws/later.ts";
import type { ApiException, ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { ExecutionRun } from "../execution-run.ts";
import type { StepFunctions } from "./step-functions.ts";

/** An answer that takes virtual time. */
export type LaterAnswer = Later<ApiMembers | ApiException>;

/** Who calls the API. */
export interface Caller {
  /** Names what the call makes. */
  uuid(): string;
  /** Is told of an execution that the call started or redrove. */
  started(run: ExecutionRun): void;
}

/** What the API does for one operation; throws an ApiException where AWS would refuse. */
export type Operation = (api: StepFunctions, input: ApiMembers, caller: Caller) => ApiMembers | LaterAnswer;

export type Operations = { readonly [operation: string]: Operation };
