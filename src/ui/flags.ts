import {custom} from '@oclif/core/flags';
import {AdlError} from '../base/errors.js';

/** A flag that takes a whole number. The framework's own does not say which flag it was. */
export const wholeNumber = custom<number, {min?: number; max?: number}>({
  parse: async (input, _context, {name, min = 0, max = Number.MAX_SAFE_INTEGER}) => {
    const value = /^-?\d+$/.test(input) ? Number(input) : Number.NaN;
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} up` : `from ${min} to ${max}`;
    throw new AdlError(
      'FLAG_INVALID',
      `\`--${name}\` takes a whole number ${range}, not \`${input.slice(0, 80)}\`.`,
      {
        suggestions: [`--${name} ${value > max ? max : min}`],
      },
    );
  },
});
