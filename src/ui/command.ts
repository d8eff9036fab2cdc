import {Command} from '@oclif/core/command';
import {shellWord} from '../base/shell-word.js';
import type {Host, LifecycleEvent} from '../lifecycle/event.js';
import {type Failure, failureJson, failureOf, failureText, interrupted} from './failure.js';
import {type Interrupt, listenForInterrupt} from './interrupt.js';
import {followPlainly} from './plain.js';
import {hasColor, painter, progressForm} from './terminal.js';
import {usageError} from './usage.js';

/**
 * What every command is: it parses, calls one function of the lifecycle, and shows the result. The result of `run`
 * is what `--json` prints; the text for people goes through `log`.
 */
export abstract class AdlCommand<Result extends object> extends Command {
  static override enableJsonFlag = true;
  private readonly warnings: string[] = [];
  /** What can be typed after an interrupt; the same command again where there is nothing better. */
  protected readonly afterInterrupt: readonly string[] = [];
  /** How long it may take to stop by itself, in milliseconds. */
  protected readonly grace: number = 1_500;
  private interrupt: Interrupt | undefined;
  /** While a dashboard has the terminal, nothing else is written to it. */
  private hasDashboard = false;

  abstract override run(): Promise<Result>;

  /** The outside world for the lifecycle. */
  protected host(): Host {
    const {signal} = this.interruptible();
    return {cwd: process.cwd(), now: () => Date.now(), signal, environment: process.env};
  }

  /** What turns Ctrl-C into a signal for the lifecycle. */
  protected interruptible(): Interrupt {
    this.interrupt ??= listenForInterrupt({
      grace: this.grace,
      onStop: () => {
        if (!this.hasDashboard) process.stderr.write('\nStopping. Press Ctrl-C again to stop at once.\n');
      },
      onGiveUp: () => this.report(this.failure(undefined)),
    });
    return this.interrupt;
  }

  /** Runs a stage, its events as plain lines on stderr, its warnings kept for `--json`. */
  protected follow<Outcome>(
    events: AsyncGenerator<LifecycleEvent, Outcome>,
    {heartbeat = true} = {},
  ): Promise<Outcome> {
    return followPlainly(this.collect(events), {
      write: (line) => process.stderr.write(line),
      now: () => Date.now(),
      color: hasColor(process.stderr, process.env),
      heartbeat,
      signal: this.interruptible().signal,
      ...(progressForm(process, process.env, this.jsonEnabled()) === 'dashboard' && {
        width: process.stderr.columns,
      }),
    });
  }

  /** Runs a build: on a dashboard or in sentences where a person is at a terminal, else in plain lines. */
  protected async followBuild<Outcome>(events: AsyncGenerator<LifecycleEvent, Outcome>): Promise<Outcome> {
    const form = progressForm(process, process.env, this.jsonEnabled());
    if (form === 'lines') return this.follow(events);
    const {followBuild} = await import('./follow-build.js');
    this.hasDashboard = form === 'dashboard';
    return followBuild(this.collect(events), {form, host: this.host(), stop: this.interruptible().stop});
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
    this.report(failure);
  }

  private report(failure: Failure): void {
    const red = painter(hasColor(process.stderr, process.env), 31);
    if (this.jsonEnabled()) this.logJson(failureJson(failure));
    else if (failure.result) this.log(this.viewOfFailure(failure.result));
    if (!this.jsonEnabled()) process.stderr.write(failureText(failure, red));
    else if (failure.stack) process.stderr.write(`${failure.stack}\n`);
  }

  /** What a failure has to show besides its message. */
  protected viewOfFailure(_result: object): string {
    return '';
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  }

  private failure(error: unknown): Failure {
    const spaced = (id: string) => id.replaceAll(':', ' ');
    if (this.interrupt?.signal.aborted) {
      const again = ['adl', spaced(this.id ?? ''), ...this.argv.map(shellWord)].join(' ');
      return {
        ...interrupted,
        suggestions: this.afterInterrupt.length > 0 ? [...this.afterInterrupt] : [again],
      };
    }
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
