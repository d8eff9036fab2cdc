import {Command} from '@oclif/core/command';
import type {Host, LifecycleEvent} from '../lifecycle/event.js';
import {failureJson, failureOf, failureText, interrupted} from './failure.js';
import {listenForInterrupt} from './interrupt.js';
import {followPlainly} from './plain.js';
import {hasColor, painter} from './terminal.js';
import {usageError} from './usage.js';

/**
 * What every command is: it parses, calls one function of the lifecycle, and shows the result. The result of `run`
 * is what `--json` prints; the text for people goes through `log`.
 */
export abstract class AdlCommand<Result extends object> extends Command {
  static override enableJsonFlag = true;
  private readonly warnings: string[] = [];
  private signal: AbortSignal | undefined;

  abstract override run(): Promise<Result>;

  /** The outside world for the lifecycle. */
  protected host(): Host {
    this.signal ??= listenForInterrupt((line) => process.stderr.write(line));
    return {cwd: process.cwd(), now: () => Date.now(), signal: this.signal, environment: process.env};
  }

  /** Runs a stage, its events on stderr, its warnings kept for `--json`. */
  protected follow<Outcome>(
    events: AsyncGenerator<LifecycleEvent, Outcome>,
    {heartbeat = true} = {},
  ): Promise<Outcome> {
    return followPlainly(this.collect(events), {
      write: (line) => process.stderr.write(line),
      now: () => Date.now(),
      color: hasColor(process.stderr, process.env),
      heartbeat,
    });
  }

  protected override toSuccessJson(result: unknown): object {
    return {status: 0, result, warnings: this.warnings};
  }

  protected override toErrorJson(error: unknown): object {
    return failureJson(this.failure(error));
  }

  protected override async catch(error: unknown): Promise<void> {
    const failure = this.failure(error);
    process.exitCode = failure.status;
    const red = painter(hasColor(process.stderr, process.env), 31);
    if (this.jsonEnabled()) this.logJson(this.toErrorJson(error));
    if (!this.jsonEnabled()) process.stderr.write(failureText(failure, red));
    else if (failure.stack) process.stderr.write(`${failure.stack}\n`);
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  }

  private failure(error: unknown) {
    if (this.signal?.aborted) return interrupted;
    const spaced = (id: string) => id.replaceAll(':', ' ');
    return failureOf(
      usageError(error, {
        command: spaced(this.id ?? ''),
        flags: [...Object.keys(this.ctor.flags ?? {}), 'json', 'help'],
        commands: this.config.commandIDs.map(spaced),
      }),
    );
  }

  private async *collect<Outcome>(
    events: AsyncGenerator<LifecycleEvent, Outcome>,
  ): AsyncGenerator<LifecycleEvent, Outcome> {
    let turn = await events.next();
    while (!turn.done) {
      if (turn.value.kind === 'warning') this.warnings.push(turn.value.message);
      yield turn.value;
      turn = await events.next();
    }
    return turn.value;
  }
}
