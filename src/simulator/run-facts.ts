import type { FieldChecks } from "../aws/field-checks.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { Instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { Logging } from "../history/log-event.ts";
import { drawUuid } from "../kernel/random.ts";
import type { ExecutionType } from "./execution.ts";
import type { EffectiveLimits, RunOptions } from "./options.ts";
import { effectiveLimits, inputOf } from "./options.ts";
import type { Facts } from "./result.ts";
import type { StateMachine } from "./state-machine.ts";

/** What is known of an execution that a test or a user of the API starts. Names are drawn when somebody asks for them: few do. */
export class RunFacts implements Facts {
  readonly type: ExecutionType;
  readonly input: Json;
  readonly startedAt: Instant;
  readonly stateNames: readonly string[];
  readonly seed: number;
  readonly interleaving: readonly number[] | undefined;
  readonly limits: EffectiveLimits;
  readonly logging: Logging | undefined;
  readonly checks: FieldChecks;
  readonly #machineName: string;
  readonly #region: string;
  readonly #accountId: string;
  /** How many its world has started, with this one. */
  readonly #number: number;
  readonly #roleArn: string | undefined;
  #name: string | undefined;

  /** Counts it in its world. Throws a UsageError for an input that cannot be. */
  constructor(machine: StateMachine, options: RunOptions, aws: MockAws, interleaving: readonly number[] | undefined) {
    this.type = options.type ?? "STANDARD";
    this.limits = effectiveLimits(options.limits);
    this.input = inputOf(options, this.limits);
    this.startedAt = aws.world.kernel.now();
    this.stateNames = machine.stateNames;
    this.seed = aws.seed;
    this.interleaving = interleaving;
    this.logging = options.logging;
    this.checks = aws.checks;
    this.#machineName = options.stateMachineName ?? machine.name ?? "StateMachine";
    this.#region = aws.region;
    this.#accountId = aws.accountId;
    this.#number = ++aws.world.executions;
    this.#roleArn = options.roleArn;
    this.#name = options.name ?? options.replay?.name;
  }

  get name(): string {
    return (this.#name ??= drawUuid(this.seed, streamOf(this.#machineName, this.#number)));
  }

  get executionArn(): string {
    const isExpress = this.type === "EXPRESS";
    const arn = `arn:aws:states:${this.#region}:${this.#accountId}:${isExpress ? "express" : "execution"}:${this.#machineName}:${this.name}`;
    return isExpress ? `${arn}:${drawUuid(this.seed, `${streamOf(this.#machineName, this.#number)}|express`)}` : arn;
  }

  get stateMachineArn(): string {
    return `arn:aws:states:${this.#region}:${this.#accountId}:stateMachine:${this.#machineName}`;
  }

  get roleArn(): string {
    return this.#roleArn ?? `arn:aws:iam::${this.#accountId}:role/StepFunctionsRole`;
  }
}

function streamOf(machineName: string, number: number): string {
  return `execution|${machineName}|${number}`;
}
