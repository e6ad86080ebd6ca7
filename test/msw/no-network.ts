import dns from "node:dns";
import { createServer, isIP } from "node:net";
import { constants } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";

/** Everything that would have left the machine in the running test. */
const attempts: string[] = [];

/** Lets no socket connect to anything but loopback, and no name be looked up; fails the test that tried. */
export function guardNetwork(): void {
  const sockets = socketsOfNode();
  const { connect, connect6 } = sockets;
  const { lookup } = dns;

  beforeAll(() => {
    sockets.connect = guarded(connect);
    sockets.connect6 = guarded(connect6);
    dns.lookup = guardedLookup(lookup);
  });
  afterAll(() => {
    Object.assign(sockets, { connect, connect6 });
    dns.lookup = lookup;
  });
  beforeEach(() => {
    attempts.length = 0;
  });
  afterEach(() => {
    expect(attempts).toEqual([]);
  });
}

/** What asks the operating system for a connection, whatever has been laid over `node:net`; answers an error's number. */
type Connect = (this: unknown, request: unknown, address: string, ...port: unknown[]) => number;

/** What all TCP sockets of Node have in common below `node:net`. */
function socketsOfNode(): { connect: Connect; connect6: Connect } {
  const server = createServer().listen();
  const { _handle } = server as unknown as { _handle: object };
  server.close();
  return Object.getPrototypeOf(_handle) as { connect: Connect; connect6: Connect };
}

function guarded(connect: Connect): Connect {
  return function (request, address, ...port) {
    if (LOOPBACK.has(address)) return connect.call(this, request, address, ...port);
    attempts.push(`connect ${address}`);
    return -constants.errno.ECONNREFUSED;
  };
}

function guardedLookup(lookup: typeof dns.lookup): typeof dns.lookup {
  const guardedOne = (name: string, ...rest: unknown[]): unknown => {
    if (isIP(name) !== 0 || name === "localhost") return Reflect.apply(lookup, dns, [name, ...rest]) as unknown;
    attempts.push(`lookup ${name}`);
    const answer = rest.at(-1) as (error: Error) => void;
    return process.nextTick(answer, new Error(`This test may not look up ${name}.`));
  };
  return guardedOne as typeof dns.lookup;
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1"]);
