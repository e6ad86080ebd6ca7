/** Entry `sfn-testkit/serializer`: the default export alone, so that `require` gives the serializer itself. */
import { serializer } from "./snapshot-serializer.ts";

export default serializer;
