import type { Duration, Mocks } from "sfn-testkit";
import { after, fails, hangs, returns } from "sfn-testkit";

/** Makes mocks of data: an object whose one key is one of these is what it says; arrays are sequences, all else are values. */
const KINDS: { readonly [key: string]: (data: unknown) => unknown } = {
  fails: (data) => fails(...(data as [error: string, cause?: string])),
  after: (data) => {
    const [duration, mock] = data as [Duration, unknown];
    return after(duration, mockFrom(mock));
  },
  hangs: () => hangs(),
  returns: (data) => returns(data),
  /** Answers its input. */
  echo: () => (input: unknown) => input,
  /** Answers a text of so many bytes. */
  bytes: (data) => "x".repeat(data as number),
};

/** The mocks of a case; `wrap` may change each of them. */
export function mocksFrom(data: object | undefined, wrap: (mock: unknown) => unknown = (mock) => mock): Mocks {
  const groups = Object.entries(data ?? {}).map(([group, mocks]) => [group, groupFrom(mocks as object, wrap)]);
  return Object.fromEntries(groups) as Mocks;
}

function groupFrom(mocks: object, wrap: (mock: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(mocks).map(([name, mock]) => [name, wrapped(mockFrom(mock), wrap)]));
}

/** Each mock of a sequence is wrapped, so that the sequence stays one. */
function wrapped(mock: unknown, wrap: (mock: unknown) => unknown): unknown {
  return Array.isArray(mock) ? mock.map(wrap) : wrap(mock);
}

function mockFrom(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(mockFrom);
  if (typeof data !== "object" || data === null) return data;
  const [[key, value] = [], second] = Object.entries(data);
  return key !== undefined && second === undefined && Object.hasOwn(KINDS, key) ? KINDS[key]?.(value) : data;
}
