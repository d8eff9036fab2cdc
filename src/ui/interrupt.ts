/** How long a stage has to stop by itself after Ctrl-C. */
const grace = 15_000;

/**
 * Turns SIGINT and SIGTERM into an abort that a stage can answer in order. A second signal, or a stage that does
 * not end in time, ends the process at once.
 */
export function listenForInterrupt(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    say('\nStopping in order. Press Ctrl-C again to stop at once.\n');
    controller.abort();
    setTimeout(() => process.exit(130), grace).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
