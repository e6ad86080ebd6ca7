/** `$formatNumber` loops for ever over some pictures and options (XPath F&O "Formatting numbers"). */
import { refusal } from "./budget.ts";

/** The third argument of `$formatNumber`. */
export interface FormatOptions {
  readonly [name: string]: unknown;
}

const DEFAULTS = { decimal: ".", grouping: ",", exponent: "e", digit: "#", pattern: ";", zero: "0" } as const;
const OPTION_NAMES = {
  decimal: "decimal-separator",
  grouping: "grouping-separator",
  exponent: "exponent-separator",
  digit: "digit",
  pattern: "pattern-separator",
  zero: "zero-digit",
} as const satisfies Record<keyof typeof DEFAULTS, string>;

type Characters = { readonly [role in keyof typeof DEFAULTS]: string };

/** Refuses what would not end. `format` formats another number, so that a wrong picture gives its own error first. */
export function checkPicture(value: number, picture: string, options: FormatOptions | undefined, format: (value: number) => unknown): void {
  const characters = charactersOf(options);
  if (value > 0 && Number.isFinite(value)) return;
  const pictures = picture.split(characters.pattern);
  const used = value >= 0 ? pictures[0] : (pictures[1] ?? pictures[0]);
  if (!hasExponent(used ?? "", characters)) return;
  format(1);
  throw refusal(`The formatNumber function cannot format ${value} with an exponent.`);
}

function charactersOf(options: FormatOptions | undefined): Characters {
  const of = (role: keyof typeof DEFAULTS): string => {
    const name = OPTION_NAMES[role];
    const given = options !== undefined && Object.hasOwn(options, name) ? options[name] : DEFAULTS[role];
    if (typeof given === "string" && given !== "") return given;
    throw refusal(`The option "${name}" of the formatNumber function must be a character.`);
  };
  return {
    decimal: of("decimal"),
    grouping: of("grouping"),
    exponent: of("exponent"),
    digit: of("digit"),
    pattern: of("pattern"),
    zero: of("zero"),
  };
}

/** Is there an exponent separator between the first and the last character that stands for a part of the number? */
function hasExponent(picture: string, { decimal, grouping, digit, pattern, zero, exponent }: Characters): boolean {
  const isActive = (character: string): boolean => {
    const distance = character.charCodeAt(0) - zero.charCodeAt(0);
    return (distance >= 0 && distance < 10) || [decimal, grouping, digit, pattern].includes(character);
  };
  const places = Array.from(picture.split("").entries()).filter(([, character]) => isActive(character));
  const [first, last] = [places.at(0)?.[0] ?? 0, places.at(-1)?.[0] ?? picture.length];
  const separator = picture.indexOf(exponent, first);
  return separator !== -1 && separator <= last + 1;
}
