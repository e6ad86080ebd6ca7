import { AsyncLocalStorage } from "node:async_hooks";
import type { Question } from "../question.ts";
import type { LambdaSettings } from "./lambda-settings.ts";

/** Environment variables by name. */
export type Variables = { [name: string]: string | undefined };

/** The variables of the function that is running here; functions run side by side, each in its own. */
const running = new AsyncLocalStorage<Variables>();

/** What `process.env` was, and how many functions with variables of their own are under way. */
let real: NodeJS.ProcessEnv | undefined;
let users = 0;

/** Runs a function with its environment variables in `process.env`: only its own code, also after an `await` and in modules that it loads, sees them. */
export function inEnvironment(variables: Variables, run: () => unknown): unknown {
  return whileShown(() => running.run(variables, run));
}

/** Everything in `process.env`, what Lambda sets itself, and the function's own; `undefined` when it has none. */
export function variablesOf({ environment, memory }: LambdaSettings, { call, home }: Question): Variables | undefined {
  if (environment === undefined) return undefined;
  return {
    ...(real ?? process.env),
    AWS_REGION: home.region,
    AWS_DEFAULT_REGION: home.region,
    AWS_LAMBDA_FUNCTION_NAME: call.function?.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory ?? 128),
    ...environment,
  };
}

/** Shows the variables for as long as a function or a load is under way. */
function whileShown(run: () => unknown): unknown {
  show();
  let isPending = false;
  try {
    const answer = run();
    isPending = answer instanceof Promise;
    return isPending ? (answer as Promise<unknown>).finally(hide) : answer;
  } finally {
    if (!isPending) hide();
  }
}

function show(): void {
  if (users++ > 0) return;
  real = process.env;
  process.env = new Proxy(real, shown(real));
}

function hide(): void {
  if (--users > 0 || real === undefined) return;
  process.env = real;
  real = undefined;
}

/** Reads and writes the variables of whoever asks. */
function shown(outside: Variables): ProxyHandler<Variables> {
  const own = (): Variables => running.getStore() ?? outside;
  return {
    get: (_target, name) => Reflect.get(own(), name) as unknown,
    has: (_target, name) => Reflect.has(own(), name),
    set: (_target, name, value) => Reflect.set(own(), name, String(value)),
    deleteProperty: (_target, name) => Reflect.deleteProperty(own(), name),
    ownKeys: () => Reflect.ownKeys(own()),
    getOwnPropertyDescriptor: (_target, name) => {
      const value = own()[name as string];
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
  };
}
