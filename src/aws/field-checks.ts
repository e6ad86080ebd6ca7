import { UsageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import type { Landed } from "../kernel/external.ts";
import type { FieldValidationMode, Finding } from "../sdk/check.ts";
import { checkParameters, checkResult, isModelled } from "../sdk/check.ts";
import type { AwsCall, AwsReply } from "./call.ts";

type Answer = Landed<AwsReply> | Promise<Landed<AwsReply>>;

/** What a Task asks for; `resourceType` as in history. */
interface Action {
  readonly service: string;
  readonly operation: string;
  readonly resourceType?: string | undefined;
}

interface Labelled {
  readonly label: string;
}

/** Holds what Tasks send to services, and what mocks answer, against the models of the installed SDK clients. */
export class FieldChecks {
  readonly #mode: FieldValidationMode;

  constructor(mode: FieldValidationMode) {
    this.#mode = mode;
  }

  /** Is there a model that calls of this operation are checked by? The payloads of functions have none. */
  isChecked({ service, operation }: Action): boolean {
    return this.#mode !== "NONE" && !isInvocation(service, operation) && isModelled(service, operation);
  }

  /** Why AWS would not send these parameters. */
  refusal(action: Action, parameters: Json): string | undefined {
    if (!this.isChecked(action)) return undefined;
    const findings = checkParameters(action.service, action.operation, parameters, this.#mode, addedTo(action));
    return findings.length === 0 ? undefined : findings.map(({ message }) => message).join(", ");
  }

  /** What is odd about a result, but would pass. */
  warnings(action: Action, result: Json): readonly string[] {
    if (!this.isChecked(action)) return [];
    return this.#findings(action, result).map(({ path, message }) => `${message} (at ${path})`);
  }

  /** The answer of a mock, once it is known to be one that the service could give. Throws a UsageError where it is not. */
  checked(answer: Answer, call: AwsCall, mock: Labelled): Answer {
    if (!isServiceAnswer(call) || !this.isChecked(call)) return answer;
    return answer instanceof Promise
      ? answer.then((landed) => this.#demandResult(landed, call, mock))
      : this.#demandResult(answer, call, mock);
  }

  #demandResult(landed: Landed<AwsReply>, call: AwsCall, mock: Labelled): Landed<AwsReply> {
    const reply = typeof landed === "object" ? landed.value : undefined;
    if (reply?.kind !== "ok") return landed;
    const errors = this.#findings(call, reply.value).filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw invalidResult(errors, call, mock.label);
    return landed;
  }

  #findings(action: Action, result: Json): readonly Finding[] {
    return checkResult(action.service, action.operation, result, this.#mode, addedTo(action));
  }
}

const CHECKS = {
  STRICT: new FieldChecks("STRICT"),
  PRESENT: new FieldChecks("PRESENT"),
  NONE: new FieldChecks("NONE"),
} satisfies Record<FieldValidationMode, FieldChecks>;

/** The checks of a mode, the same for all worlds. */
export function checksOf(mode: FieldValidationMode): FieldChecks {
  return CHECKS[mode];
}

/** AWS "Invoke Amazon Bedrock models with Step Functions": the body is JSON, and may lie in S3, before and after. */
const BEDROCK_BODY: ReadonlySet<string> = new Set(["Body", "Input", "Output"]);

/** Members that an optimised integration has beside those of the API, or for them. */
function addedTo({ resourceType, operation }: Action): ReadonlySet<string> | undefined {
  return resourceType === "bedrock" && operation === "invokeModel" ? BEDROCK_BODY : undefined;
}

function isInvocation(service: string, operation: string): boolean {
  return service === "lambda" && operation === "invoke";
}

/** A Task that waits gets what somebody else says, or a description of the job. */
function isServiceAnswer({ resourceType, taskToken, function: invoked }: AwsCall): boolean {
  return resourceType !== undefined && taskToken === undefined && invoked === undefined;
}

function invalidResult(errors: readonly Finding[], { state, service, operation }: AwsCall, mock: string): UsageError {
  const list = errors.map(({ path, message }) => `${message} (at ${path === "" ? "the result itself" : path})`).join("\n  ");
  return new UsageError(`The mock ${mock} answered "${state}" what ${service}:${operation} cannot answer:\n\n  ${list}`, {
    code: "INVALID_RESULT",
    state,
    hint: 'A mock gives the result as the state sees it, with the API\'s members beginning with a capital. To check only what is there, set `fieldValidationMode: "PRESENT"`; to check nothing, "NONE".',
  });
}
