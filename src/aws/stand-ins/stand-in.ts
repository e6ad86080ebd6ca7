import type { Json } from "../../base/json.ts";
import type { ExternalHandle } from "../../kernel/external.ts";

/** The members of a request or of an answer, in the API's own words; from an SDK client also bytes and dates. */
export type ApiMembers = { readonly [member: string]: unknown };

/** A call as a stand-in gets it. */
export interface ApiRequest {
  /** As mocks name it: `sendMessage`. */
  readonly operation: string;
  readonly input: ApiMembers;
  /** The Task state that asks; `undefined` for code outside a machine. */
  readonly state: string | undefined;
  readonly handle: ExternalHandle;
}

/** A service with state: it answers its operations as AWS would, and throws an {@link ApiException} where AWS would. */
export interface StandIn {
  /** Has a test given it anything to hold, or opened it to others? One that holds nothing answers nothing. */
  readonly inUse: boolean;
  ask(request: ApiRequest): ApiMembers | Promise<ApiMembers>;
  /** Gives up what it holds outside of its world, which has ended. */
  close?(): void;
}

/** What an API answers instead of a result: no `Error`, and never seen by a test; see `task-error.ts` for what a machine sees. */
export class ApiException {
  /** As the service's model calls it: `NoSuchKey`. */
  readonly name: string;
  readonly message: string;
  /** Of HTTP. */
  readonly status: number;
  /** On the wire, where that differs from the name. */
  readonly code: string;
  /** Does the API's model know it? Others reach a client as the service's general exception. */
  readonly isModelled: boolean;

  constructor(name: string, message: string, { status = 400, code = name, isModelled = true }: ExceptionDetails = {}) {
    this.name = name;
    this.message = message;
    this.status = status;
    this.code = code;
    this.isModelled = isModelled;
  }
}

interface ExceptionDetails {
  readonly status?: number;
  readonly code?: string;
  readonly isModelled?: boolean;
}

/** A target that takes what is delivered to it. */
export interface Receiver {
  readonly arn: string;
  takeDelivery(message: Delivery): void;
}

/** What a topic or a rule delivers. */
export interface Delivery {
  /** As a queue gets it. */
  readonly body: string;
  /** As a machine gets it. */
  readonly event: Json;
  readonly attributes: ApiMembers;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
}

export function isReceiver(target: unknown): target is Receiver {
  return typeof target === "object" && target !== null && "takeDelivery" in target;
}
