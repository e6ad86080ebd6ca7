/** JSON texts of values, of which the same comes often again: what one event tells as output the next tells as input. Keeps the last. */
export class JsonTexts {
  #value: unknown;
  #text: string | undefined;

  of(value: unknown): string {
    if (this.#text === undefined || value !== this.#value) this.#text = JSON.stringify(value);
    this.#value = value;
    return this.#text;
  }
}
