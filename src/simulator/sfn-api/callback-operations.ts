/** SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. */

import type { ApiMembers } from "../../aws/stand-ins/stand-in.ts";
import { ApiException } from "../../aws/stand-ins/stand-in.ts";
import type { TokenRefusal } from "../../aws/tokens.ts";
import { NoJson, parsedJson } from "./json-text.ts";
import { optionalText, textOf } from "./members.ts";
import type { Operations } from "./operation.ts";

export const callbackOperations: Operations = {
  sendTaskSuccess: (api, input) => {
    const output = parsedJson(textOf(input, "output"));
    if (output instanceof NoJson) throw new ApiException("InvalidOutput", `Invalid Output: '${output.reason}'`);
    return accepted(api.aws.world.tokens.succeed(textOf(input, "taskToken"), output));
  },
  sendTaskFailure: (api, input) =>
    accepted(api.aws.world.tokens.fail(textOf(input, "taskToken"), optionalText(input, "error"), optionalText(input, "cause"))),
  sendTaskHeartbeat: (api, input) => accepted(api.aws.world.tokens.heartbeat(textOf(input, "taskToken"))),
};

function accepted(refusal: TokenRefusal | undefined): ApiMembers {
  if (refusal !== undefined) throw new ApiException(refusal.code, refusal.message);
  return {};
}
