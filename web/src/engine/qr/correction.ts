/**
 * The error correction of QR codes (ISO/IEC 18004): Reed and Solomon's code over the field of 256 elements
 * that x⁸ + x⁴ + x³ + x² + 1 makes.
 */

const FIELD = 0x11d;

const { powers, logarithms } = tables();

/** The correction bytes of a block of data. */
export function correctionOf(data: readonly number[], count: number): number[] {
  const divisor = generator(count);
  const rest = new Array<number>(count).fill(0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    divisor.forEach((coefficient, at) => {
      rest[at] = (rest[at] ?? 0) ^ multiply(coefficient, factor);
    });
  }
  return rest;
}

/** (x − 1)(x − 2)(x − 2²)…, highest power first and without the leading 1. */
function generator(degree: number): number[] {
  let coefficients = [1];
  for (let power = 0; power < degree; power++) {
    const next = [...coefficients, 0];
    coefficients.forEach((coefficient, at) => {
      next[at + 1] = (next[at + 1] ?? 0) ^ multiply(coefficient, powers[power] ?? 0);
    });
    coefficients = next;
  }
  return coefficients.slice(1);
}

export function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return powers[((logarithms[a] ?? 0) + (logarithms[b] ?? 0)) % 255] ?? 0;
}

function tables() {
  const powers: number[] = [];
  const logarithms: number[] = [];
  let value = 1;
  for (let exponent = 0; exponent < 255; exponent++) {
    powers.push(value);
    logarithms[value] = exponent;
    value <<= 1;
    if (value > 255) value ^= FIELD;
  }
  return { powers, logarithms };
}
