import type {TrackResult} from '../lifecycle/build-track.js';

/** Which server has which runs by now. */
export function trackView({servers}: TrackResult): string {
  return servers
    .flatMap(({name, uri, sent, busy}) => [
      ...(sent.length > 0 ? [`${name} at ${uri} has ${runs(sent)}`] : []),
      ...(busy.length > 0 ? [`${runs(busy)}: another process is sending it`] : []),
    ])
    .join('\n');
}

function runs(ids: readonly string[]): string {
  return ids.length === 1 ? `run ${ids[0]}` : `runs ${ids.join(', ')}`;
}
