import {createServer} from 'node:net';
import {describe, expect, it} from 'vitest';
import type {Json} from '../../src/base/json.js';
import {trackers} from '../../src/tracking/registry.js';

describe.each(Object.entries(trackers))('tracker %s', (_name, tracker) => {
  const open = (uri: string) => {
    const added: Json[] = [];
    const notes = {known: [], add: (note: Json) => void added.push(note)};
    return {added, outbox: tracker.open({uri, environment: {}, project: 'birds', notes})};
  };
  const started = {type: 'run-started', at: 5, run: '0001', epochs: 2, metric: 'accuracy'};

  it('says in a sentence what it is', () => {
    expect(tracker.summary).toMatch(/^[A-Z].*\.$/);
  });

  it('takes its example for an address, and neither rubbish nor a password for one', () => {
    expect(tracker.unfit(tracker.example)).toBeUndefined();
    const {host} = new URL(tracker.example);
    for (const odd of ['', 'here', 'ftp://x', `http://name:secret@${host}`, 'file:///etc/passwd'])
      expect(tracker.unfit(odd), odd).toMatch(/^an? |^the /);
  });

  it('asks nobody for anything where there is nothing to send', async () => {
    const {outbox, added} = open(await unansweredUri());
    await outbox.flush();
    outbox.take(started, true);
    outbox.take({type: 'something new', at: 6}, false);
    await outbox.flush();
    expect(added).toEqual([]);
  });

  it('says of a server that is away that it is, each time, and notes nothing', async () => {
    const {outbox, added} = open(await unansweredUri());
    outbox.take(started, false);
    for (let time = 0; time < 2; time += 1)
      await expect(outbox.flush()).rejects.toMatchObject({code: 'REMOTE_UNREACHABLE'});
    expect(added).toEqual([]);
  });
});

/** Of a port that nobody listens on. */
async function unansweredUri(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const {port} = server.address() as {port: number};
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}`;
}
