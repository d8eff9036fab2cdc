import * as Flags from '@oclif/core/flags';
import type {BuildResult} from '../lifecycle/build-result.js';
import {buildResultView} from '../ui/build-view.js';
import {AdlCommand} from '../ui/command.js';
import {wholeNumber} from '../ui/flags.js';

export default class Build extends AdlCommand<BuildResult> {
  static override summary = 'Train many models on the snapshot at once and choose the best.';
  static override description =
    'Worker processes hold the shards of the training rows; the models hop from one to the next. The best by the ' +
    'metric on the validation rows is kept and scored once on the test rows. Flags override adl.yaml.';
  static override examples = [
    {description: 'Build within a time budget.', command: '<%= config.bin %> build --time 10m'},
    {
      description: 'Build so that the same weights come out again, bit for bit.',
      command: '<%= config.bin %> build --trials 8 --seed 1 --workers 2',
    },
  ];
  static override flags = {
    time: Flags.string({
      description: 'Stop after this long, such as 90s or 10m.',
      helpValue: 'TIME',
      env: 'ADL_TIME',
    }),
    trials: wholeNumber({
      description: 'How many models to try.',
      helpValue: 'N',
      ...{min: 1, max: 10_000},
      env: 'ADL_TRIALS',
    }),
    workers: wholeNumber({
      description: 'How many worker processes.',
      helpValue: 'N',
      min: 1,
      env: 'ADL_WORKERS',
    }),
    seed: wholeNumber({description: 'The seed of everything random.', helpValue: 'N', env: 'ADL_SEED'}),
    metric: Flags.string({
      description:
        'What the best model is best by: accuracy, average-precision, f1-macro, log-loss or roc-auc for classes; ' +
        'mean-absolute-error, r2 or root-mean-squared-error for numbers.',
      helpValue: 'NAME',
      env: 'ADL_METRIC',
    }),
    engine: Flags.string({
      description: 'What computes: onnxruntime, tensorflow or reference.',
      helpValue: 'NAME',
      env: 'ADL_ENGINE',
    }),
    device: Flags.string({
      description:
        'What the engine computes on, such as cpu, webgpu or cuda: its first that opens, if left out.',
      helpValue: 'NAME',
      env: 'ADL_DEVICE',
    }),
  };
  protected override readonly afterInterrupt = ['adl build resume', 'adl build show'];

  async run(): Promise<BuildResult> {
    const {flags} = await this.parse(Build);
    const {build} = await import('../lifecycle/build.js');
    const {time, trials, workers, seed, metric, engine, device} = flags;
    const events = build(this.host(), {time, trials, workers, seed, metric, engine, device});
    const result = await this.followBuild(events);
    this.log(buildResultView(result));
    return result;
  }
}
