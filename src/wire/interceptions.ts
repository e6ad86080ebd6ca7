import { AsyncLocalStorage } from "node:async_hooks";
import type { MockAws } from "../aws/mock-aws.ts";
import type { Patience } from "../kernel/callers.ts";
import { AwsServer } from "./aws-server.ts";
import { dummyEnvironment } from "./environment-variables.ts";
import { interceptHttp2 } from "./http2/intercept-http2.ts";
import { RetryPauses } from "./retry-pauses.ts";

/** A world that answers, until it is closed. */
export interface Interception {
  readonly aws: AwsServer;
}

/**
 * Which world answers the calls of this process: the one whose handler is asking, or else the one that was intercepted last, or within
 * a boundary that boundary's own.
 */
class Interceptions {
  readonly #open: Interception[] = [];
  readonly #scopes = new AsyncLocalStorage<Interception[]>();
  readonly #retryPauses = new RetryPauses();
  #restore: (() => void) | undefined;

  /** Who answers the running code. */
  get current(): AwsServer | undefined {
    const open = [...this.#open, ...(this.#scopes.getStore() ?? [])];
    return (open.findLast(({ aws }) => aws.caller !== undefined) ?? open.at(-1))?.aws;
  }

  open(aws: MockAws, patience: Patience): Interception {
    const interception = { aws: new AwsServer(aws, this.#retryPauses, patience) };
    (this.#scopes.getStore() ?? this.#open).push(interception);
    this.#restore ??= this.#setUp(aws.region);
    return interception;
  }

  #setUp(region: string): () => void {
    const restoreEnvironment = dummyEnvironment(region);
    const restoreHttp2 = interceptHttp2(() => this.current);
    return () => {
      restoreEnvironment();
      restoreHttp2();
      this.#retryPauses.restore();
    };
  }

  close(interception: Interception): void {
    for (const open of [this.#open, this.#scopes.getStore() ?? []]) {
      const place = open.indexOf(interception);
      if (place >= 0) open.splice(place, 1);
    }
    if (this.#open.length > 0) return;
    this.#restore?.();
    this.#restore = undefined;
  }

  /** Runs something with a world of its own: what is intercepted inside is seen inside only. */
  within<T>(interception: Interception, run: () => T): T {
    return this.#scopes.run([interception], run);
  }

  get isOpen(): boolean {
    return this.#restore !== undefined;
  }
}

export const interceptions: Interceptions = new Interceptions();
