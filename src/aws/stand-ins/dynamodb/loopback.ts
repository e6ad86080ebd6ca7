import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../../../base/errors.ts";
import type { DynaliteServer } from "./dynalite.ts";

/** Where tables of worlds in this process are reached: `127.0.0.1:49152`. */
const hosts = new Set<string>();

/** Is this the address of some world's tables? Then what is sent to it is not to be intercepted. */
export function isTablesAddress({ host }: URL): boolean {
  return hosts.has(host);
}

/** A port of this machine at which tables are reached until it is closed; no process stays alive for it. */
export class Loopback {
  /** Rejects with a UsageError where the process may not listen. */
  readonly url: Promise<string>;
  readonly #server: Server;

  constructor(dynalite: DynaliteServer) {
    // Loaded by those who ask for it: importing it would cost everybody.
    this.#server = process.getBuiltinModule("node:http").createServer((request, response) => {
      dynalite.emit("request", request, response);
      // dynalite throws out of the process that a sender went away in the middle of its request.
      request.removeAllListeners("error").on("error", () => undefined);
    });
    this.#server.on("connection", (socket) => socket.unref());
    this.url = this.#listen();
  }

  close(): void {
    const hangUp = (url: string): void => {
      hosts.delete(new URL(url).host);
      this.#server.close();
      this.#server.closeAllConnections();
    };
    void this.url.then(hangUp, () => undefined);
  }

  #listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (thrown) => reject(cannotListen(thrown)));
      this.#server.once("listening", () => {
        const host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
        hosts.add(host);
        resolve(`http://${host}`);
      });
      this.#server.listen(0, "127.0.0.1").unref();
    });
  }
}

function cannotListen({ message }: Error): UsageError {
  return new UsageError(`aws.dynamodb.endpoint() may not listen on 127.0.0.1: ${message}.`, {
    code: "CANNOT_LISTEN",
    hint: "Let this process open a port on loopback; sandboxes often forbid it. Tasks and intercepted SDK clients reach the tables without one.",
  });
}
