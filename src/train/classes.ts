/** The most probable class of each row; the first of equals. */
export function predictedClasses(predictions: Float32Array, classes: number): Int32Array {
  const found = new Int32Array(predictions.length / classes);
  for (let row = 0; row < found.length; row += 1) {
    let best = 0;
    for (let k = 1; k < classes; k += 1)
      if (predictions[row * classes + k]! > predictions[row * classes + best]!) best = k;
    found[row] = best;
  }
  return found;
}
