/** Words of a bin in a histogram, and bytes, as `kernel.wat` has them. */
export const [binWords, binBytes] = [4, 16];
