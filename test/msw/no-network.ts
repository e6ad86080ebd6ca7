import dns from "node:dns";
import { Socket } from "node:net";
import { afterEach, beforeEach, expect } from "vitest";

/** Everything that would have left the machine in the running test. */
const attempts: string[] = [];

/** Lets no socket connect to anything but loopback, and no name be looked up; fails the test that tried. */
export function guardNetwork(): void {
  const { connect } = Socket.prototype;
  const { lookup } = dns;

  beforeEach(() => {
    attempts.length = 0;
    Socket.prototype.connect = function (this: Socket, ...parameters: unknown[]): Socket {
      const host = hostOf(parameters[0]);
      if (host === undefined || LOOPBACK.has(host)) return Reflect.apply(connect, this, parameters) as Socket;
      attempts.push(`connect ${host}`);
      throw new Error(`This test may not connect to ${host}.`);
    } as typeof connect;
    dns.lookup = ((host: string, ...rest: unknown[]) => {
      if (LOOPBACK.has(host)) return Reflect.apply(lookup, dns, [host, ...rest]) as unknown;
      attempts.push(`lookup ${host}`);
      throw new Error(`This test may not look up ${host}.`);
    }) as typeof lookup;
  });

  afterEach(() => {
    Socket.prototype.connect = connect;
    dns.lookup = lookup;
    expect(attempts).toEqual([]);
  });
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

function hostOf(target: unknown): string | undefined {
  if (Array.isArray(target)) return hostOf(target[0]);
  return typeof target === "object" && target !== null && "host" in target ? String(target.host) : undefined;
}
