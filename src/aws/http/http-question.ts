import type { Step } from "../../kernel/effect.ts";
import type { ExternalHandle } from "../../kernel/external.ts";
import type { Answering, Question } from "../../kernel/questions.ts";
import type { AwsReply } from "../call.ts";
import type { WorldState } from "../mock-aws.ts";
import type { ApiAnswer, ApiCaller, ApiResult } from "../service-api.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { httpAnswer } from "./http-answer.ts";
import type { HttpRequest } from "./http-call.ts";
import { HttpCall } from "./http-call.ts";

/** What user code asks by HTTP: of the mocks, then of the services that a world has itself. */
export class HttpQuestion implements Question<HttpAnswer> {
  readonly key: string;
  readonly #request: HttpRequest;
  readonly #world: WorldState;
  readonly #caller: ApiCaller;

  constructor(request: HttpRequest, world: WorldState, caller: ApiCaller) {
    this.#request = request;
    this.#world = world;
    this.#caller = caller;
    this.key = `${request.service}:${request.operation} ${JSON.stringify(request.input)}`;
  }

  label(): string {
    return `${this.#request.service}:${this.#request.operation}`;
  }

  begin(): Answering<HttpAnswer> {
    const call = new HttpCall(this.#request, this.#world.kernel.now());
    const answer = this.#world.answersItself(call) ? this.#askApi() : undefined;
    if (answer !== undefined) return this.#ofApi(answer, call);
    return isEvent(call) ? this.#invokeLater(call) : { kind: "later", body: this.#mocked(call) };
  }

  #askApi(): ApiAnswer | undefined {
    const { service, operation, input } = this.#request;
    return this.#world.apis.get(service)?.ask(operation, input, this.#caller);
  }

  #ofApi(answer: ApiAnswer, call: HttpCall): Answering<HttpAnswer> {
    this.#world.note(call);
    switch (answer.kind) {
      case "later":
        return { kind: "later", body: ended(answer.body) };
      case "read":
        return { kind: "read", look: () => ofApi(answer.look()) };
      default:
        return { kind: "now", value: ofApi(answer) };
    }
  }

  *#mocked(call: HttpCall): Step<HttpAnswer> {
    const reply = (yield {
      kind: "external",
      label: () => this.label(),
      deadline: undefined,
      start: (handle: ExternalHandle) => this.#world.ask(call, handle),
    }) as AwsReply;
    return httpAnswer(reply, call);
  }

  /** Lambda, "Asynchronous invocation": the caller does not wait for the function. */
  #invokeLater(call: HttpCall): Answering<HttpAnswer> {
    const isDryRun = this.#request.input["InvocationType"] === "DryRun";
    if (!isDryRun) this.#world.kernel.serve(this.label(), this.#invoked(call));
    return { kind: "now", value: { kind: "ok", value: { StatusCode: isDryRun ? 204 : 202 } } };
  }

  *#invoked(call: HttpCall): Step<void> {
    yield* this.#mocked(call);
  }
}

function isEvent({ function: invoked, input }: HttpCall): boolean {
  const { InvocationType: type } = input as { readonly InvocationType?: unknown };
  return invoked !== undefined && (type === "Event" || type === "DryRun");
}

function* ended(body: Step<ApiResult>): Step<HttpAnswer> {
  return ofApi(yield* body);
}

function ofApi(result: ApiResult): HttpAnswer {
  return result.kind === "ok" ? result : { ...result, members: {} };
}
