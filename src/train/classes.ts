/** The most probable class of each row; the first of equals. */
export function predictedClasses(predictions: Float32Array, classes: number): Int32Array {
  return Int32Array.from({length: predictions.length / classes}, (_, row) => {
    let best = 0;
    for (let k = 1; k < classes; k += 1)
      if (predictions[row * classes + k]! > predictions[row * classes + best]!) best = k;
    return best;
  });
}
