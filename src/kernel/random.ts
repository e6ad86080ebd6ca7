/** A number in [0, 1) that depends on nothing but the seed and the name of what draws it. */
export function draw(seed: number, stream: string): number {
  return mix(hash(stream, seed)) / 4_294_967_296;
}

/** A version 4 UUID that depends on nothing but the seed and the name of what draws it. */
export function drawUuid(seed: number, stream: string): string {
  let one = mix(seed ^ 0x811c9dc5);
  let two = mix(seed ^ 0x9e3779b9);
  for (let index = 0; index < stream.length; index++) {
    const unit = stream.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ unit, 0x5bd1e995) ^ (two >>> 15);
  }
  const a = mix(one);
  const b = mix(two ^ a);
  const c = mix(one + b);
  const d = mix(two + c);
  return `${half(a, 16)}${half(a, 0)}-${half(b, 16)}-${half((b & 0x0fff) | 0x4000, 0)}-${half((c & 0x3fffffff) | 0x80000000, 16)}-${half(c, 0)}${half(d, 16)}${half(d, 0)}`;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Four hexadecimal digits: the upper or the lower half of a word. */
function half(word: number, shift: 0 | 16): string {
  return `${HEX[(word >>> (shift + 8)) & 0xff]}${HEX[(word >>> shift) & 0xff]}`;
}

/** FNV-1a over the UTF-16 units, started from the seed. */
function hash(text: string, seed: number): number {
  let state = mix(Math.imul(seed | 0, 0x9e3779b1) ^ 0x811c9dc5);
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return state >>> 0;
}

/** The finaliser of MurmurHash3: every bit of the input reaches every bit of the output. */
function mix(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
