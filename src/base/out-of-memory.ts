/** As ONNX Runtime, TensorFlow, CUDA and the JavaScript engine say it: none of them has a type for it. */
const words = [
  /Failed to allocate memory/i,
  /bad_alloc|bad allocation/i,
  /out of memory|OOM when allocating/i,
  /Array buffer allocation failed/i,
  // A length below 0 is a bug.
  /Invalid (typed array|array buffer) length(: \d|$)/i,
];

/** Whether an error says that memory ran out. */
export function isOutOfMemory({message}: Error): boolean {
  return words.some((word) => word.test(message));
}
