import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable, Writable} from 'node:stream';
import {onTestFinished} from 'vitest';

/** False where chromium is missing, which is a failure where peers are required. */
export const hasBrowser =
  spawnSync('chromium', ['--version']).status === 0 || process.env.ADL_REQUIRE_PEERS === '1';
if (!hasBrowser) console.warn('Pages are not looked at: apt install chromium brings a browser.');

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: {message: string};
}

/** A page in a headless browser, spoken to in the protocol of its developer tools over pipes. */
export class Page {
  /** What the page wrote to its console, and what went wrong in it. */
  readonly complaints: string[] = [];
  /** Every address that it asked for. */
  readonly requests: string[] = [];
  readonly #input: Writable;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #session: string | undefined;
  #sent = 0;
  #loaded: () => void = () => {};

  private constructor(input: Writable, output: Readable) {
    this.#input = input;
    let rest = '';
    output.on('data', (chunk: Buffer) => {
      const messages = (rest + chunk.toString()).split('\0');
      rest = messages.pop()!;
      for (const message of messages) this.#take(JSON.parse(message) as Message);
    });
  }

  /** Opens a file at a width in CSS pixels, and waits until it is loaded. */
  static async open(path: string, width: number): Promise<Page> {
    const profile = mkdtempSync(join(tmpdir(), 'adl-browser-'));
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
    ];
    const browser = spawn('chromium', [...flags, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise((done) => browser.once('exit', done));
    onTestFinished(async () => {
      browser.kill();
      await ended;
      rmSync(profile, {recursive: true, force: true, maxRetries: 5});
    });
    const page = new Page(browser.stdio[3] as Writable, browser.stdio[4] as Readable);
    await page.#attach();
    await page.#send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 800,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    const loaded = new Promise<void>((done) => {
      page.#loaded = done;
    });
    await page.#send('Page.navigate', {url: `file://${path}`});
    await loaded;
    return page;
  }

  /** The value of an expression in the page. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const {result, exceptionDetails} = (await this.#send('Runtime.evaluate', {
      expression,
      returnByValue: true,
    })) as {
      result: {value: Value};
      exceptionDetails?: {text: string};
    };
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  }

  /** Presses and releases a key, such as Tab or Enter. */
  async press(key: string): Promise<void> {
    const codes: Record<string, number> = {Tab: 9, Enter: 13, ' ': 32};
    const event = {key, code: key, windowsVirtualKeyCode: codes[key], ...(key === 'Enter' && {text: '\r'})};
    await this.#send('Input.dispatchKeyEvent', {type: 'keyDown', ...event});
    await this.#send('Input.dispatchKeyEvent', {type: 'keyUp', ...event});
  }

  async #attach(): Promise<void> {
    const {targetInfos} = (await this.#send('Target.getTargets')) as {
      targetInfos: {type: string; targetId: string}[];
    };
    const {targetId} = targetInfos.find(({type}) => type === 'page')!;
    const {sessionId} = (await this.#send('Target.attachToTarget', {targetId, flatten: true})) as {
      sessionId: string;
    };
    this.#session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.#send(`${domain}.enable`);
  }

  #send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#sent;
    this.#input.write(
      `${JSON.stringify({id, method, params, ...(this.#session && {sessionId: this.#session})})}\0`,
    );
    return new Promise((done, fail) => {
      this.#waiting.set(id, ({result, error}) => (error ? fail(new Error(error.message)) : done(result!)));
    });
  }

  #take(message: Message): void {
    if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
    const {method, params} = message;
    if (method === 'Page.loadEventFired') this.#loaded();
    if (method === 'Network.requestWillBeSent') this.requests.push((params!.request as {url: string}).url);
    if (['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded'].includes(method ?? ''))
      this.complaints.push(JSON.stringify(params));
  }
}
