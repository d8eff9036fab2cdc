import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type {PredictResult} from '../../lifecycle/predict.js';
import {AdlCommand} from '../../ui/command.js';
import {predictView} from '../../ui/deploy-view.js';

export default class DeployPredict extends AdlCommand<PredictResult> {
  static override summary = 'Score a file with a deployed model.';
  static override description =
    'The output has every column of the input, in its order, and `prediction` and `probability_<label>` columns.';
  static override examples = [
    {
      description: 'Score a table.',
      command: '<%= config.bin %> deploy predict new.csv --output scored.parquet',
    },
  ];
  static override args = {
    file: Args.string({description: 'A csv or parquet file.', required: true}),
  };
  static override flags = {
    output: Flags.string({
      description: 'The csv or parquet file to write.',
      helpValue: 'OUT',
      required: true,
      env: 'ADL_OUTPUT',
    }),
    model: Flags.string({
      description: 'The version; the latest if left out.',
      helpValue: 'VERSION',
      env: 'ADL_MODEL',
    }),
  };

  async run(): Promise<PredictResult> {
    const {args, flags} = await this.parse(DeployPredict);
    const {predict} = await import('../../lifecycle/predict.js');
    const {output, model} = flags;
    const result = await this.follow(predict(this.host(), {file: args.file, output, model}));
    this.log(predictView(result));
    return result;
  }
}
