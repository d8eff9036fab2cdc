export interface Interrupt {
  signal: AbortSignal;
  /** Does what the first SIGINT or SIGTERM does, or the second. */
  stop: () => void;
}

export interface InterruptOptions {
  /** How long a stage has to stop by itself, in milliseconds. */
  grace: number;
  /** Told once, at the first signal. */
  onStop: () => void;
  /** What is still to be said when the stage did not end in time, or was not waited for. */
  onGiveUp: () => void;
}

/**
 * Turns SIGINT and SIGTERM into an abort that a stage can answer in order. A second signal, or a stage that does
 * not end in time, ends the process at once.
 */
export function listenForInterrupt({grace, onStop, onGiveUp}: InterruptOptions): Interrupt {
  const controller = new AbortController();
  const giveUp = () => {
    onGiveUp();
    process.on('exit', endBySignal);
    process.exit(130);
  };
  const stop = () => {
    if (controller.signal.aborted) giveUp();
    onStop();
    controller.abort();
    setTimeout(giveUp, grace).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {signal: controller.signal, stop};
}

/**
 * A statement or a model that is at work keeps the exit of a process waiting until it is done. What SIGINT does where
 * nobody listens waits for nothing, and a shell shows it as 130.
 */
function endBySignal(): void {
  if (process.platform === 'win32') return;
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
}
