/** Carries events from callbacks to a generator: what is pushed while work goes on is yielded in order. */
export async function* streamed<Event, Result>(
  work: (push: (event: Event) => void) => Promise<Result>,
): AsyncGenerator<Event, Result> {
  const events: Event[] = [];
  let wake = () => {};
  let ended = false;
  const push = (event: Event) => {
    events.push(event);
    wake();
  };
  const result = work(push).finally(() => {
    ended = true;
    wake();
  });
  result.catch(() => {});
  while (!ended || events.length > 0) {
    if (events.length > 0) yield events.shift()!;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
  return result;
}
