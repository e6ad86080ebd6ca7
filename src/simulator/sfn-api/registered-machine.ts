import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import type { Instant } from "../../base/brand.ts";
import type { Logging } from "../../history/log-event.ts";
import type { ExecutionType } from "../execution.ts";
import type { AcceptedDefinition } from "./definitions.ts";

/** What a state machine is until it is updated. */
export interface Revision {
  /** `undefined` before the first update. */
  readonly id: string | undefined;
  /** JSON text, as it was given. */
  readonly text: string;
  readonly accepted: AcceptedDefinition;
  readonly roleArn: string;
  /** LoggingConfiguration. */
  readonly logging: Logging & ApiMembers;
  readonly tracing: ApiMembers;
  readonly encryption: ApiMembers;
  readonly at: Instant;
}

/** A published revision. */
export interface Version {
  readonly number: number;
  readonly arn: string;
  readonly revision: Revision;
  readonly description: string | undefined;
  readonly at: Instant;
}

/** A name for one version, or for two by weight. */
export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly routes: readonly Route[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface Route {
  readonly stateMachineVersionArn: string;
  /** Of 100. */
  readonly weight: number;
}

/** A state machine as CreateStateMachine made it, with its versions and aliases. */
export class RegisteredMachine {
  readonly name: string;
  readonly arn: string;
  readonly type: ExecutionType;
  readonly createdAt: Instant;
  readonly versions: Map<number, Version> = new Map();
  readonly aliases: Map<string, Alias> = new Map();
  revision: Revision;
  isDeleting = false;
  #published = 0;

  constructor(name: string, arn: string, type: ExecutionType, revision: Revision) {
    this.name = name;
    this.arn = arn;
    this.type = type;
    this.revision = revision;
    this.createdAt = revision.at;
  }

  /** PublishStateMachineVersion; the version there is, when nothing has changed since. */
  publish(at: Instant, description: string | undefined): Version {
    const latest = [...this.versions.values()].at(-1);
    if (latest !== undefined && latest.revision === this.revision) return latest;
    const number = ++this.#published;
    const version = { number, arn: `${this.arn}:${number}`, revision: this.revision, description, at };
    this.versions.set(number, version);
    return version;
  }

  /** The version with this ARN. */
  version(arn: string): Version | undefined {
    return [...this.versions.values()].find((version) => version.arn === arn);
  }
}
