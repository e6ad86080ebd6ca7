import type { ApiException } from "../../aws/stand-ins/stand-in.ts";

/** A refusal of the Step Functions API, as an SDK client would throw it: `name` is AWS's error code. */
export class StepFunctionsError extends Error {
  override readonly name: string;

  constructor({ name, message }: ApiException) {
    super(message);
    this.name = name;
  }
}
