import type { ClientPackage } from "../sdk/client-package.ts";

interface Backoff {
  computeNextBackoffDelay(attempt: number): number;
}

interface RetryToken {
  getRetryDelay(): number;
}

/** The SDK's usual retry strategy, and how it spaces its attempts. */
interface RetryStrategy {
  readonly retryBackoffStrategy: Backoff;
  refreshRetryTokenForRetry(...parameters: unknown[]): Promise<RetryToken>;
}

type RetryStrategyClass = new (attempts: number) => RetryStrategy;

/**
 * Takes the real time out of the SDK's retries while calls are intercepted: clients try as often as ever, but without a pause. Only the
 * SDK's own backoff is touched; a strategy of the user's keeps its pauses.
 */
export class RetryPauses {
  readonly #seen = new WeakSet<ClientPackage>();
  readonly #restore = new Map<object, () => void>();

  /** Does it for the copy of the SDK that a client uses. */
  skip(client: ClientPackage): void {
    if (this.#seen.has(client)) return;
    this.#seen.add(client);
    const classes = client.exportedAs("StandardRetryStrategy", "@smithy/core/retry", "@smithy/util-retry");
    for (const Strategy of classes as readonly RetryStrategyClass[]) this.#skipOf(Strategy);
  }

  /** Puts all back. */
  restore(): void {
    for (const undo of this.#restore.values()) undo();
    this.#restore.clear();
  }

  #skipOf(Strategy: RetryStrategyClass): void {
    const backoff = sharedBackoff(new Strategy(1));
    if (backoff !== undefined) return this.#replace(backoff, "computeNextBackoffDelay", () => 0);
    const strategy = Strategy.prototype as RetryStrategy;
    this.#replace(strategy, "refreshRetryTokenForRetry", withoutDelay(strategy.refreshRetryTokenForRetry));
  }

  #replace<T extends object, Name extends keyof T>(owner: T, name: Name, replacement: T[Name]): void {
    if (this.#restore.has(owner)) return;
    const original = owner[name];
    owner[name] = replacement;
    this.#restore.set(owner, () => {
      owner[name] = original;
    });
  }
}

/** The class behind the default backoff, which the SDK does not export itself; its older versions have none. */
function sharedBackoff({ retryBackoffStrategy }: RetryStrategy): Backoff | undefined {
  const shared = Object.getPrototypeOf(retryBackoffStrategy) as Backoff | object;
  return "computeNextBackoffDelay" in shared ? shared : undefined;
}

/** Where each strategy makes a backoff of its own, the token for the next attempt is told not to wait. */
function withoutDelay(refresh: RetryStrategy["refreshRetryTokenForRetry"]): RetryStrategy["refreshRetryTokenForRetry"] {
  return async function (this: RetryStrategy, ...parameters) {
    return { ...(await refresh.apply(this, parameters)), getRetryDelay: () => 0 };
  };
}
