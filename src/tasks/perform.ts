import type { FaultInjector } from "../aws/fault-injector.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import type { TaskToken } from "../aws/tokens.ts";
import type { Json } from "../base/json.ts";
import { errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { TaskLine, TaskOutcome, TaskPort, TaskRequest } from "../interpreter/ports.ts";
import type { Step } from "../kernel/effect.ts";
import { ActivityTask } from "./activity-task.ts";
import type { Integration, Waiting } from "./integrations.ts";
import { Integrations } from "./integrations.ts";
import { TaskCall } from "./task-call.ts";
import { WaitingTask } from "./waiting-task.ts";

const byRegion = new Map<string, Integrations>();

function integrationsIn(region: string): Integrations {
  let integrations = byRegion.get(region);
  if (integrations === undefined) byRegion.set(region, (integrations = new Integrations(region)));
  return integrations;
}

/** What Task states do in a world of mocks. */
export class MockedTasks implements TaskPort {
  readonly aws: MockAws;
  readonly faults: FaultInjector | undefined;
  readonly #integrations: Integrations;

  constructor(aws: MockAws, faults: FaultInjector | undefined) {
    this.aws = aws;
    this.faults = faults;
    this.#integrations = integrationsIn(aws.region);
  }

  begin(request: TaskRequest, line: TaskLine): TaskCall | Step<TaskOutcome> | StatesFailure {
    const integration = this.#integrations.get(request.resource);
    const prepared = integration.parameters?.(request.input) ?? { sent: request.input };
    const refusal = "refusal" in prepared ? prepared.refusal : this.#refusal(integration, request, prepared.sent);
    if ("sent" in prepared && refusal === undefined) return this.#perform(withInput(request, prepared.sent), line, integration);
    const refused = `The Parameters '${JSON.stringify(request.input)}' could not be used to start the Task: [${refusal}]`;
    return line.cannotStart(refused);
  }

  /** Why the API would not take these parameters, where its model is known and the state says what to send. */
  #refusal(integration: Integration, { hasParameters }: TaskRequest, parameters: Json): string | undefined {
    const isChecked = hasParameters && integration.waiting?.kind !== "activity";
    return isChecked ? this.aws.checks.refusal(integration, parameters) : undefined;
  }

  #perform(request: TaskRequest, line: TaskLine, integration: Integration): TaskCall | Step<TaskOutcome> | StatesFailure {
    if (integration.waiting !== undefined) return this.#wait(request, line, integration, integration.waiting);
    integration.events.started(line.pen, request);
    const invocation = integration.invocation(request);
    if (!(invocation instanceof StatesFailure)) return new TaskCall(this, request, line, integration, invocation);
    integration.events.failed(line.pen, errorDetails(invocation));
    return invocation;
  }

  #wait(request: TaskRequest, line: TaskLine, integration: Integration, waiting: Waiting): Step<TaskOutcome> | StatesFailure {
    if (waiting.kind === "service") return new WaitingTask(this, request, line, integration, waiting).run();
    if (!this.aws.world.activities.exists(waiting.arn)) return line.cannotStart(`The activity ${waiting.arn} does not exist.`);
    return new ActivityTask(this, request, line, integration, waiting).run();
  }

  newToken(draw: string): string {
    return this.aws.world.tokens.issue(draw);
  }

  /** The token of an attempt that begins to wait. */
  openToken({ state, input }: TaskRequest, { taskToken, pen }: TaskLine): TaskToken {
    const task = { state: state.name, input, branch: pen.branch, execution: pen.journal };
    return this.aws.world.tokens.open(taskToken, task);
  }
}

function withInput(request: TaskRequest, input: Json): TaskRequest {
  return input === request.input ? request : { ...request, input };
}
