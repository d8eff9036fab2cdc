/** Below this a 32-bit float, which a graph divides by, loses digits and then is 0. */
export const smallestScale = 2 ** -126;
