import type { ClientPackage } from "../sdk/client-package.ts";

/** How the SDK's usual retry strategy spaces its attempts. */
interface Backoff {
  computeNextBackoffDelay(attempt: number): number;
}

interface RetryModule {
  readonly StandardRetryStrategy?: new (attempts: number) => { readonly retryBackoffStrategy?: Backoff };
}

/**
 * Takes the real time out of the SDK's retries while calls are intercepted: clients try as often as ever, but without a pause. Only the
 * SDK's own backoff is touched; a strategy of the user's keeps its pauses.
 */
export class RetryPauses {
  readonly #seen = new WeakSet<ClientPackage>();
  readonly #restore = new Map<Backoff, Backoff["computeNextBackoffDelay"]>();

  /** Does it for the copy of the SDK that a client uses. */
  skip(client: ClientPackage): void {
    if (this.#seen.has(client)) return;
    this.#seen.add(client);
    const backoff = backoffOf(client);
    if (backoff === undefined || this.#restore.has(backoff)) return;
    this.#restore.set(backoff, backoff.computeNextBackoffDelay);
    backoff.computeNextBackoffDelay = () => 0;
  }

  /** Puts all back. */
  restore(): void {
    for (const [backoff, original] of this.#restore) backoff.computeNextBackoffDelay = original;
    this.#restore.clear();
  }
}

/** The class behind the default backoff, which the SDK does not export itself; absent in versions that have another. */
function backoffOf(client: ClientPackage): Backoff | undefined {
  try {
    const { StandardRetryStrategy } = client.dependency("@smithy/core/retry") as RetryModule;
    const backoff = StandardRetryStrategy && new StandardRetryStrategy(1).retryBackoffStrategy;
    const shared = backoff && (Object.getPrototypeOf(backoff) as Backoff | object);
    return shared !== undefined && "computeNextBackoffDelay" in shared ? shared : undefined;
  } catch {
    return undefined;
  }
}
