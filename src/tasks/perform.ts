import type { MockAws } from "../aws/mock-aws.ts";
import { errorDetails, StatesFailure } from "../base/states-failure.ts";
import type { TaskLine, TaskPort, TaskRequest } from "../interpreter/ports.ts";
import { Integrations } from "./integrations.ts";
import { TaskCall } from "./task-call.ts";

const byRegion = new Map<string, Integrations>();

function integrationsIn(region: string): Integrations {
  let integrations = byRegion.get(region);
  if (integrations === undefined) byRegion.set(region, (integrations = new Integrations(region)));
  return integrations;
}

/** What Task states do in a world of mocks. */
export class MockedTasks implements TaskPort {
  readonly aws: MockAws;
  readonly payloadBytes: number;
  readonly #integrations: Integrations;

  constructor(aws: MockAws, payloadBytes: number) {
    this.aws = aws;
    this.payloadBytes = payloadBytes;
    this.#integrations = integrationsIn(aws.region);
  }

  begin(request: TaskRequest, line: TaskLine): TaskCall | StatesFailure {
    const integration = this.#integrations.get(request.resource);
    integration.events.started(line.pen, request);
    const invocation = integration.invocation(request);
    if (!(invocation instanceof StatesFailure)) return new TaskCall(this, request, line, integration, invocation);
    integration.events.failed(line.pen, errorDetails(invocation));
    return invocation;
  }
}
