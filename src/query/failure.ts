/**
 * An expression failed in a way the machine can see (a States error). Whoever runs the state adds the state's name and
 * the event. Not an `Error`: no stack is taken, which makes throwing it about forty times cheaper.
 */
export class QueryFailure {
  readonly error: string;
  readonly text: string;
  /** The field of a JSONata expression, as `Output/result`. */
  readonly location: string | undefined;

  constructor(error: string, text: string, location?: string) {
    this.error = error;
    this.text = text;
    this.location = location;
  }
}
