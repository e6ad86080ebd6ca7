import { Later } from "../../aws/later.ts";
import type { ApiAnswer, ApiCaller, ApiResult, ServiceApi } from "../../aws/service-api.ts";
import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { Step } from "../../kernel/effect.ts";
import { signalled } from "../../kernel/effect.ts";
import { Signal } from "../../kernel/signal.ts";
import type { LaterAnswer } from "./operation.ts";
import type { StepFunctions } from "./step-functions.ts";

/** The Step Functions API as SDK clients ask it. */
export class AskedByClient implements ServiceApi {
  readonly #api: StepFunctions;

  constructor(api: StepFunctions) {
    this.#api = api;
  }

  ask(operation: string, input: object, caller: ApiCaller): ApiAnswer {
    const perform = (): ApiMembers | ApiException | LaterAnswer => this.#performed(operation, input as ApiMembers, caller);
    if (LOOKS.test(operation)) return { kind: "read", look: () => resultOf(perform() as ApiMembers | ApiException) };
    const answer = perform();
    return answer instanceof Later ? { kind: "later", body: this.#heard(operation, answer) } : resultOf(answer);
  }

  #performed(operation: string, input: ApiMembers, caller: ApiCaller): ApiMembers | ApiException | LaterAnswer {
    try {
      return this.#api.perform(operation, input, { ...this.#api.outside, started: (run) => caller.started(run.root) });
    } catch (thrown) {
      if (thrown instanceof ApiException) return thrown;
      throw thrown;
    }
  }

  *#heard(operation: string, answer: LaterAnswer): Step<ApiResult> {
    const signal = new Signal<ApiMembers | ApiException>(() => `the Step Functions API waits to answer ${operation}`);
    answer.whenSettled((value) => this.#api.aws.world.kernel.signal(signal, value));
    return resultOf((yield* signalled(signal)) as ApiMembers | ApiException);
  }
}

/** What looks at the world and changes nothing. */
const LOOKS = /^(?:describe|list|getExecutionHistory)/;

function resultOf(answer: ApiMembers | ApiException): ApiResult {
  if (!(answer instanceof ApiException)) return { kind: "ok", value: answer };
  return { kind: "error", name: answer.name, message: answer.message };
}
