import type { HttpAnswer } from "../aws/http/http-answer.ts";
import { HttpCall } from "../aws/http/http-call.ts";
import { HttpQuestion } from "../aws/http/http-question.ts";
import type { MockAws } from "../aws/mock-aws.ts";
import { InternalError } from "../base/errors.ts";
import type { Callers, Patience } from "../kernel/callers.ts";
import type { Flight } from "../kernel/flight.ts";
import { aslName } from "../sdk/service-model.ts";
import { isAwsRequest } from "./aws-traffic.ts";
import type { Wire, WireRequest, WireResponse } from "./codec.ts";
import { decode, encode, encodeError } from "./codec.ts";
import { actionOf, credentialAnswer, isCredentialEndpoint, isTokenService, roleAnswer } from "./credential-endpoints.ts";
import { refusal } from "./refusal.ts";
import type { RetryPauses } from "./retry-pauses.ts";

/** Answers requests for AWS from a world. */
export class AwsServer {
  readonly aws: MockAws;
  readonly #retryPauses: RetryPauses;

  constructor(aws: MockAws, retryPauses: RetryPauses, patience: Patience) {
    this.aws = aws;
    this.#retryPauses = retryPauses;
    aws.listen(patience);
  }

  /** Is a request to be answered here? */
  takes(url: URL, authorization: string | null | undefined): boolean {
    return isCredentialEndpoint(url) || (isAwsRequest(url, authorization) && !this.letsPass(url));
  }

  /** Does a request reach what it is meant for: an `endpoint` of the world, or tables on loopback? */
  letsPass(url: URL): boolean {
    return this.aws.endpoints.isReal(url);
  }

  /** The handler that the running code belongs to; `undefined` outside all. */
  get caller(): Flight | undefined {
    return this.#callers.current;
  }

  get #callers(): Callers {
    const { callers } = this.aws.world;
    if (callers === undefined) throw new InternalError("a world that is intercepted does not listen");
    return callers;
  }

  /** Answers a request that is arriving, of a handler or of code outside; what goes wrong is an answer, too. */
  async answer(url: URL, arriving: Promise<WireRequest>, caller: Flight | undefined): Promise<WireResponse> {
    if (isCredentialEndpoint(url)) return credentialAnswer(await arriving, this.aws.region);
    const role = isTokenService(url) ? this.#roleAnswer(await arriving) : undefined;
    return role ?? (await this.#ask(arriving, caller));
  }

  /** What no mock says otherwise. */
  #roleAnswer(request: WireRequest): WireResponse | undefined {
    const { world, accountId } = this.aws;
    const operation = aslName(actionOf(request));
    const call = new HttpCall({ service: "sts", operation, input: {} }, world.kernel.now());
    return world.answersItself(call) ? roleAnswer(request, accountId) : undefined;
  }

  async #ask(arriving: Promise<WireRequest>, caller: Flight | undefined): Promise<WireResponse> {
    const { world } = this.aws;
    const callers = this.#callers;
    let wire: Wire | undefined;
    const read = async (): Promise<HttpQuestion> => {
      const call = await decode(await arriving);
      wire = call.wire;
      if (wire.model !== undefined) this.#retryPauses.skip(wire.model.service.package);
      return new HttpQuestion(call, world, callers);
    };
    try {
      const answer = await callers.ask(read(), caller);
      return await encoded(wire, answer);
    } catch (thrown) {
      if (caller !== undefined) world.kernel.abort(caller, thrown);
      return await refused(await arriving, wire, thrown);
    }
  }
}

async function encoded(wire: Wire | undefined, answer: HttpAnswer): Promise<WireResponse> {
  if (wire === undefined) throw new InternalError("an answer to what was not read");
  if (answer.kind === "ok") return await encode(wire, answer.value);
  return await encodeError(wire, { ...answer.members, name: answer.name, message: answer.message });
}

/** 400 is not tried again. */
async function refused(request: WireRequest, wire: Wire | undefined, thrown: unknown): Promise<WireResponse> {
  if (wire === undefined) return refusal(request, thrown);
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return await encodeError(wire, { name, message, $metadata: { httpStatusCode: 400 } });
}
