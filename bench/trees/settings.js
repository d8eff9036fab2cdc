// What every contender is told.
export const settings = {
  rounds: 100,
  learningRate: 0.1,
  maxLeaves: 31,
  minRows: 20,
  minHessian: 0.001,
  l2: 0,
  bins: 255,
};
