import { Duplex } from "node:stream";

/** Two ends of a wire: what is written to one is read from the other. */
export function duplexPair(): readonly [Duplex, Duplex] {
  const near = new WireEnd();
  const far = new WireEnd();
  near.other = far;
  far.other = near;
  return [near, far];
}

class WireEnd extends Duplex {
  other: WireEnd | undefined;
  /** Goes on writing, once the other end wants more. */
  #resume: (() => void) | undefined;

  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.other?.receive(chunk, done);
  }

  override _final(done: () => void): void {
    this.other?.receive(null, () => undefined);
    done();
  }

  receive(chunk: Buffer | null, done: () => void): void {
    if (chunk?.length === 0) done();
    else if (this.push(chunk)) done();
    else this.#resume = done;
  }
}
